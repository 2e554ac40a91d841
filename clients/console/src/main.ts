// Starts the console.
import { createApp } from 'vue'
import App from './App.vue'
import { keepFocus } from './frame/keepFocus'
import { watchForUpgrades } from './frame/upgrade'
import { makeRouter } from './routes'
import { language } from './words/language'
import './ui/ui'
import './ui/tokens.css'
import './ui/print.css'

document.documentElement.lang = language() === 'en' ? 'en' : 'zh-CN'
watchForUpgrades()
keepFocus()
createApp(App).use(makeRouter()).mount('#app')

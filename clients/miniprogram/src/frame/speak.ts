// The language of the whole app: its words, the tabs, and what the API answers.
import { askTerms } from '@/client/client'
import { host } from '@/host/host'
import { changeLanguage, language, type Language } from '@/words/language'
import { words } from './words'

/** In which language the tabs are drawn: pages.json speaks Chinese only. */
let drawn: Language = 'zh'

/** At launch and at every page: tabs can be named only while a page that has them is shown. */
export function nameTabs(): void {
  const wanted = language()
  host.speaks(wanted)
  if (drawn === wanted) return
  const ends = { success: () => (drawn = wanted), fail: () => undefined }
  words().tabs.forEach((text, index) => void uni.setTabBarItem({ index, text, ...ends }))
}

/** Starts all pages anew at 我的, where the language is chosen: they read their words when they are made. */
export function speak(wanted: Language): void {
  if (wanted === language()) return
  changeLanguage(wanted)
  void askTerms()
  uni.reLaunch({ url: '/pages/me/me', success: nameTabs })
}

// The language of the whole app: its words, the tabs, and what the API answers.
import { askTerms } from '@/client/client'
import { host } from '@/host/host'
import { changeLanguage, language, type Language } from '@/words/language'
import { words } from './words'

/** Once, at launch: pages.json speaks Chinese only. */
export function nameTabs(): void {
  host.speaks(language())
  words().tabs.forEach((text, index) => void uni.setTabBarItem({ index, text, fail: () => undefined }))
}

/** Starts all pages anew at 我的, where the language is chosen: they read their words when they are made. */
export function speak(wanted: Language): void {
  if (wanted === language()) return
  changeLanguage(wanted)
  void askTerms()
  uni.reLaunch({ url: '/pages/me/me', success: nameTabs })
}

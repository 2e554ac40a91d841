// Chinese, and English behind it: which one, and how a feature says both.

export type Language = 'zh' | 'en'

const KEPT = 'language'

let present: Language = uni.getStorageSync(KEPT) === 'en' ? 'en' : 'zh'

export function language(): Language {
  return present
}

/** Pages read their words when they are made: whoever changes the language starts them anew. */
export function changeLanguage(wanted: Language): void {
  present = wanted
  uni.setStorageSync(KEPT, wanted)
}

/** A feature's words: `en` must have just what `zh` has. Use as `const w = words()`. */
export function inBoth<T extends object>(zh: T, en: NoInfer<T>): () => T {
  return () => (present === 'en' ? en : zh)
}

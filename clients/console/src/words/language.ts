// Chinese, and English behind it: which one, and how a feature says both.

export type Language = 'zh' | 'en'

const KEPT = 'language'

const present: Language = localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh'

export function language(): Language {
  return present
}

/** Pages read their words when they are made: the whole page starts anew. */
export function speak(wanted: Language): void {
  localStorage.setItem(KEPT, wanted)
  location.reload()
}

/** A feature's words: `en` must have just what `zh` has. Use as `const w = words()`. */
export function inBoth<T extends object>(zh: T, en: NoInfer<T>): () => T {
  return () => (present === 'en' ? en : zh)
}

/** One short text, for the titles and menu entries that `routes.ts` declares. */
export function say(zh: string, en: string): string {
  return present === 'en' ? en : zh
}

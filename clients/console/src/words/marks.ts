// The marks between words, which come from the page and not from the words: each language has its own.
import { language } from './language'

const english = language() === 'en'

/** Set right behind what it explains: `（必交）`, ` (required)`. */
export function aside(text: string | number): string {
  return english ? ` (${text})` : `（${text}）`
}

/** A name and what it is: `签字：张三`, `Signed: Zhang San`. */
export function named(name: string, text: string | number): string {
  return name + (english ? ': ' : '：') + text
}

/** Short names in a row: `甲、乙`, `A, B`. */
export function listed(names: readonly string[]): string {
  return names.join(english ? ', ' : '、')
}

/** Texts in a row that may have commas of their own. */
export function clauses(texts: readonly string[]): string {
  return texts.join(english ? '; ' : '；')
}

// Marks between texts, as the language sets them.
import { language } from './language'

export function colon(): string {
  return language() === 'en' ? ': ' : '：'
}

export function comma(): string {
  return language() === 'en' ? ', ' : '，'
}

export function bracketed(text: string | number): string {
  return language() === 'en' ? ` (${text})` : `（${text}）`
}

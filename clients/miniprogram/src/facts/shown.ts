// An answer in words, for a page that shows and does not ask.
import type { Schema } from '@api/paths'
import { language } from '@/words/language'
import { day, minute } from '@/words/moment'
import { money } from '@/words/money'
import { valueOf, type Typed } from './typed'
import { words } from './words'

/** Empty where nothing was answered. */
export function shownAnswer(fact: Schema<'TrackFactView'>, typed: Typed | undefined): string {
  const w = words()
  const value = valueOf(fact.type, typed ?? '')
  if (value === null || value === undefined) return ''
  const label = (one: unknown) => fact.options.find((option) => String(option.value) === String(one))?.label
  if (Array.isArray(value)) return value.map((one) => label(one) ?? String(one)).join('、')
  if (typeof value === 'boolean') return value ? w.yes : w.no
  if (fact.type === 'money') return money(Number(value))
  if (fact.type === 'ratio') return `${String(typed)}%`
  const text = String(value)
  if (fact.type === 'date' || fact.type === 'instant') return text.length > 10 ? minute(text) : day(text, language() === 'en')
  return label(text) ?? (fact.unit ? `${text} ${fact.unit}` : text)
}

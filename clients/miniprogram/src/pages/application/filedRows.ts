// What an application holds, as a person reads it: each value by the type of its fact.
import type { Schema } from '@api/paths'
import { askedFacts, askedParticulars, type Asked, type Fact } from '@/facts/asked'
import { heldMoment } from '@/facts/shanghaiMoment'
import { language } from '@/words/language'
import { day, minute } from '@/words/moment'
import { money } from '@/words/money'
import { words } from './words'

type Application = Schema<'ApplicationView'>
type Track = Schema<'TrackView'>

export interface FiledRow {
  label: string
  value: string
}

export function askedOf(application: Application, track: Track): Asked[] {
  return [...askedParticulars(track, application), ...askedFacts(track)]
}

export function filedRows(application: Application, track: Track): FiledRow[] {
  return askedOf(application, track)
    .filter(({ field }) => !UNSAID.includes(field) || heldValue(application, field) !== null)
    .map(({ field, fact }) => ({ label: fact.label, value: shownValue(fact, heldValue(application, field)) }))
}

/** Mostly empty, and then nothing to read. */
const UNSAID = ['payer', 'voucher_no']

/** The value under the API's name of the field; null where there is none. */
export function heldValue(application: Application, field: string): unknown {
  const [, name] = /^facts\.(.+)$/.exec(field) ?? []
  const held = (name === undefined ? application : application.facts) as Record<string, unknown>
  return held[name ?? field] ?? null
}

export function shownValue(fact: Fact, value: unknown): string {
  const w = words()
  if (value === null || value === '') return w.notFilled
  if (Array.isArray(value)) return value.map((one) => optionLabel(fact, one)).join('、')
  if (fact.type === 'bool') return value === true ? w.yes : w.no
  if (fact.type === 'money') return money(Number(value))
  if (fact.type === 'ratio') return `${Number(value) / 100}%`
  if (fact.type === 'date') return day(String(value), language() === 'en')
  if (fact.type === 'instant') return momentInWords(heldMoment(String(value)))
  return optionLabel(fact, value) + (fact.unit && fact.type === 'int' ? ` ${fact.unit}` : '')
}

function momentInWords(moment: string): string {
  return moment.length > 10 ? minute(moment) : day(moment, language() === 'en')
}

function optionLabel(fact: Fact, value: unknown): string {
  return fact.options.find((option) => String(option.value) === String(value))?.label ?? String(value)
}

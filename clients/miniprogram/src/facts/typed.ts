// What a person types for a fact, and the value that the API takes for it.
import type { Schema } from '@api/paths'
import { fenOf } from '@/words/money'
import { heldMoment } from './shanghaiMoment'

export type FactKind = Schema<'TrackFactView'>['type']
export type FactValue = boolean | number | string | (number | string)[] | null

/** As it stands in the control: text, or the chosen options of a list. */
export type Typed = string | string[]

/** The control's text for a value that the API holds. */
export function typedOf(kind: FactKind, value: unknown): Typed {
  if (Array.isArray(value)) return value.map(String)
  if (value === null || value === undefined) return kind === 'list' ? [] : ''
  if (kind === 'money' || kind === 'ratio') return decimal(Number(value))
  return kind === 'instant' ? heldMoment(String(value)) : String(value)
}

/** The API's value: null where nothing was typed, undefined where it cannot be read as typed. */
export function valueOf(kind: FactKind, typed: Typed, numeric = false): FactValue | undefined {
  if (Array.isArray(typed)) return numeric ? typed.map(Number) : typed
  const text = typed.trim()
  if (text === '') return null
  if (kind === 'bool') return text === 'true'
  if (kind === 'money' || kind === 'ratio') return fenOf(text.replace(/[%％]/g, '')) ?? undefined
  if (kind === 'int') return /^\d{1,15}$/.test(plain(text)) ? Number(plain(text)) : undefined
  return kind === 'choice' && numeric ? Number(text) : text
}

/** Hundredths as a decimal without grouping, as one types it: 980000 → `9800`. */
function decimal(hundredths: number): string {
  const rest = Math.abs(hundredths) % 100
  const whole = String(Math.trunc(hundredths / 100))
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(2, '0')}`
}

function plain(text: string): string {
  return text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[,，\s]/g, '')
}

// A value that a condition looks at, as a person reads it.
import type { Schema } from '@api/paths'
import { minute } from '@/words/moment'
import { money } from '@/words/money'
import { listed } from '@/words/marks'
import { words } from './words'

export function sayValue({ name, value }: Schema<'DecisionFactView'>): string {
  const w = words()
  if (value === null || value === undefined) return w.none
  if (typeof value === 'boolean') return value ? w.yes : w.no
  if (typeof value === 'number' && name.endsWith('_fen')) return money(value)
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return minute(value)
  return Array.isArray(value) ? listed(value.map(String)) : String(value)
}

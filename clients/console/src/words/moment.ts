// How offices write days and moments, in Shanghai's time whatever the computer's zone.
import { language } from './language'

const SHANGHAI_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** In sentences and decisions (GB/T 9704): `2026年11月28日`; English and tables: `2026-11-28`. */
export function longDay(value: string): string {
  const [year, month, date] = day(value).split('-')
  return language() === 'en' ? day(value) : `${year}年${Number(month)}月${Number(date)}日`
}

/** In dense tables: `2026-11-28`, of a day or an instant. */
export function day(value: string): string {
  return value.length === 10 ? value : shanghai(value).slice(0, 10)
}

/** `2026-11-28 14:32`. */
export function minute(instant: string): string {
  return shanghai(instant).slice(0, 16).replace('T', ' ')
}

/** Whole days from today to that day, both in Shanghai: 0 is today, negative is over. */
export function daysLeft(dueOn: string, now: number = Date.now()): number {
  const today = Math.floor((now + SHANGHAI_MS) / DAY_MS)
  return Math.round(Date.parse(`${day(dueOn)}T00:00:00Z`) / DAY_MS) - today
}

/** Today in Shanghai, `2026-11-28`. */
export function today(now: number = Date.now()): string {
  return new Date(now + SHANGHAI_MS).toISOString().slice(0, 10)
}

function shanghai(instant: string): string {
  return new Date(Date.parse(instant) + SHANGHAI_MS).toISOString()
}

/** A day as it is, or the minute of an instant: what papers say of signing and paying. */
export function moment(value: string): string {
  return value.length === 10 ? value : minute(value)
}

// How days and moments are written, in Shanghai's time whatever the phone's zone.

const SHANGHAI_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

function shanghai(instant: string): Date {
  return new Date(Date.parse(instant) + SHANGHAI_MS)
}

const two = (value: number) => String(value).padStart(2, '0')

/** `2026-11-28` or an instant → `2026年11月28日`; English `28 Nov 2026`-like is not wanted: ISO. */
export function day(value: string, english = false): string {
  const date = value.length === 10 ? new Date(`${value}T00:00:00Z`) : shanghai(value)
  const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
  return english ? `${year}-${two(month)}-${two(dayOfMonth)}` : `${year}年${month}月${dayOfMonth}日`
}

/** `2026-11-28 14:32`. */
export function minute(instant: string): string {
  const date = shanghai(instant)
  const days = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
  return `${days} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
}

/** Whole days from today to that day, both in Shanghai: 0 is today, negative is over. */
export function daysLeft(dueOn: string, now: number = Date.now()): number {
  const today = Math.floor((now + SHANGHAI_MS) / DAY_MS)
  return Math.round(Date.parse(`${dueOn.slice(0, 10)}T00:00:00Z`) / DAY_MS) - today
}

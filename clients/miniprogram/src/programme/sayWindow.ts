// When a programme opens or closes, in one line.
import { language } from '@/words/language'
import { day, daysLeft } from '@/words/moment'
import { words } from './words'

interface Window {
  status: string
  opens_at: string
  closes_at: string
}

export function sayWindow(window: Window): string {
  const english = language() === 'en'
  if (window.status === 'upcoming') return words().from(day(window.opens_at, english))
  return words().until(day(window.closes_at, english), daysLeft(shanghaiDay(window.closes_at)))
}

/** The Shanghai day of an instant, `2026-11-28`. */
function shanghaiDay(instant: string): string {
  return day(instant, true)
}

// A moment in two controls: its day and its time of day, both as Shanghai's clock has them.
import { minute } from '@/words/moment'

/** `YYYY-MM-DD`, or empty. */
export function dayOf(moment: string): string {
  return moment.length <= 10 ? moment : minute(moment).slice(0, 10)
}

/** `HH:MM`, or empty for a day alone. */
export function timeOf(moment: string): string {
  return moment.length <= 10 ? '' : minute(moment).slice(11)
}

/** A bare day is answered as the end of that day in China's own zone: it is the day alone again. */
export function heldMoment(moment: string): string {
  return moment.endsWith('T23:59:59+08:00') ? moment.slice(0, 10) : moment
}

export function joinMoment(day: string, time: string): string {
  return day === '' || time === '' ? day : `${day}T${time}:00+08:00`
}

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

export function joinMoment(day: string, time: string): string {
  return day === '' || time === '' ? day : `${day}T${time}:00+08:00`
}

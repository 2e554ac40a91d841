// What a row of the work list says beside its number.
import type { Schema } from '@api/paths'
import type { Tone } from '@/words/states'
import { words } from './words'

export function flagsOf(item: Schema<'ReviewItem'>): { text: string; tone: Tone }[] {
  const w = words().flags
  const found: [boolean, string, Tone][] = [
    [item.round > 1, w.again(item.round), 'blue'],
    [item.out_of_order, w.outOfOrder, 'amber'],
    [item.bulk, w.bulk, 'grey'],
    [item.expert?.conflict === true, w.conflict, 'grey'],
    [item.expert?.scored === true, w.scored, 'green'],
  ]
  return found.filter(([holds]) => holds).map(([, text, tone]) => ({ text, tone }))
}

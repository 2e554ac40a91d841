// What a row of the work list says beside its number.
import type { Schema } from '@api/paths'
import type { Tone } from '@/words/states'
import { words } from './words'

export function flagsOf(item: Schema<'ReviewItem'>): { text: string; tone: Tone }[] {
  const w = words().flags
  /** On an expert, as long as the round is open. */
  const waits = item.expert !== null && !item.expert.closed && !item.expert.scored
  const found: [boolean, string, Tone][] = [
    [item.round > 1, w.again(item.round), 'blue'],
    [item.out_of_order, w.outOfOrder, 'amber'],
    [item.bulk, w.bulk, 'grey'],
    [item.expert?.conflict === true, w.conflict, 'grey'],
    [waits && !item.expert?.declared, w.declare, 'amber'],
    [waits && item.expert?.declared === true && !item.expert.conflict, w.score, 'blue'],
    [item.expert?.scored === true, w.scored, 'green'],
  ]
  return found.filter(([holds]) => holds).map(([, text, tone]) => ({ text, tone }))
}

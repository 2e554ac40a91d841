// Passes what is picked; what came of each is told by number.
import { call } from '@/api/call'
import { actOnMany } from '@/list/actOnMany'
import type { BulkItem } from '@/list/bulk'
import type { Picked } from '@/list/useSelection'

/** Each id is decided by itself: a repeat after a lost answer passes nothing twice. Throws `Problem`. */
export function passReviews(picked: readonly Picked[], stated: readonly string[], done: (count: number) => void): Promise<BulkItem[]> {
  const checklist = Object.fromEntries(stated.map((kind) => [kind, { ok: true }]))
  return actOnMany(picked, (ids) => call('post', '/reviews/decide', { body: { ids, verdict: 'pass', checklist } }), done)
}

// Passes what is picked in one act; what came of each is told by number.
import { call } from '@/api/call'
import type { BulkItem } from '@/list/bulk'
import type { Picked } from '@/list/useSelection'

/** Each id is decided by itself: a repeat after a lost answer passes nothing twice. Throws `Problem`. */
export async function passReviews(picked: readonly Picked[], stated: readonly string[]): Promise<BulkItem[]> {
  const body = {
    ids: picked.map((one) => one.id),
    verdict: 'pass' as const,
    checklist: Object.fromEntries(stated.map((kind) => [kind, { ok: true }])),
  }
  const { results } = await call('post', '/reviews/decide', { body })
  const known = new Map(picked.map((one) => [one.id, one]))
  return results.map((result) => ({
    id: result.id,
    number: result.number ?? known.get(result.id)?.number ?? '',
    name: known.get(result.id)?.name ?? '',
    ok: result.ok,
    why: [...(result.errors ?? []).map((error) => error.message)].join(' ') || (result.message ?? null),
  }))
}

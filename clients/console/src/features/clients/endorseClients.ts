// Endorses many at once; what came of each, for the sheet of results.
import { call } from '@/api/call'
import type { BulkItem } from '@/list/bulk'
import type { Picked } from '@/list/useSelection'

/** The most that the API takes in one call. */
const AT_ONCE = 500

export async function endorseClients(picked: readonly Picked[]): Promise<BulkItem[]> {
  const ids = picked.slice(0, AT_ONCE).map((one) => one.id)
  const { results } = await call('post', '/platform/applications/endorse', { body: { ids, verdict: 'pass' } })
  const known = new Map(picked.map((one) => [one.id, one]))
  return results.map((result) => ({
    id: result.id,
    number: result.number ?? known.get(result.id)?.number ?? '',
    name: known.get(result.id)?.name ?? '',
    ok: result.ok,
    why: result.message ?? null,
  }))
}

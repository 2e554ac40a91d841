// Endorses many at once; what came of each, for the sheet of results.
import { call } from '@/api/call'
import { actOnMany } from '@/list/actOnMany'
import type { BulkItem } from '@/list/bulk'
import type { Picked } from '@/list/useSelection'

export function endorseClients(picked: readonly Picked[], done: (count: number) => void): Promise<BulkItem[]> {
  return actOnMany(picked, (ids) => call('post', '/platform/applications/endorse', { body: { ids, verdict: 'pass' } }), done)
}

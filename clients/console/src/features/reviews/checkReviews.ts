// What passing all that is picked would come to, whatever number of calls that asks for.
import type { Schema } from '@api/paths'
import { call } from '@/api/call'
import { portionsOf } from '@/list/portionsOf'
import type { Picked } from '@/list/useSelection'

export async function checkReviews(picked: readonly Picked[], signal: AbortSignal): Promise<Schema<'BulkCheck'>> {
  const checks: Schema<'BulkCheck'>[] = []
  for (const portion of portionsOf(picked)) {
    checks.push(await call('post', '/reviews/decide/check', { body: { ids: portion.map((one) => one.id) }, signal }))
  }
  const statement = new Map(checks.flatMap((check) => check.statement.map((paper) => [paper.kind, paper])))
  return {
    amount_fen: checks.reduce((sum, check) => sum + check.amount_fen, 0),
    count: checks.reduce((sum, check) => sum + check.count, 0),
    results: checks.flatMap((check) => check.results),
    statement: [...statement.values()],
  }
}

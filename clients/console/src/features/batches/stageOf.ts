// Where a batch is among the phases that a person sees.
import type { Schema } from '@api/paths'

type Batch = Pick<Schema<'BatchView'>, 'status' | 'stage' | 'percent'>

/** Of `words().phases`: looked at, up, scanned and checked, filed, done. */
export function phaseOf(batch: Batch): number {
  if (batch.status === 'done') return 5
  if (batch.status === 'importing' || (batch.stage === null && batch.percent >= 50)) return 3
  return 2
}

/** Whether something is being done with it. */
export function runs(batch: Batch): boolean {
  return batch.stage !== null
}

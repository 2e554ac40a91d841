// One act on all that is picked, in portions of what the API takes in one call.
import type { Schema } from '@api/paths'
import { asProblem } from '@/api/problem'
import { sayProblem } from '@/load/sayProblem'
import type { BulkItem } from './bulk'
import { portionsOf } from './portionsOf'
import type { Picked } from './useSelection'

/**
 * Each item is done by itself, so that what was done stays done: a portion that could not be sent
 * ends it, and all that is left is told with the reason. `done` counts what was answered. Throws
 * `Problem` where the first portion was refused.
 */
export async function actOnMany(
  picked: readonly Picked[],
  act: (ids: string[]) => Promise<{ results: Schema<'Result'>[] }>,
  done: (count: number) => void,
): Promise<BulkItem[]> {
  const items: BulkItem[] = []
  for (const portion of portionsOf(picked)) {
    try {
      const { results } = await act(portion.map((one) => one.id))
      items.push(...results.map((result) => itemOf(result, portion)))
    } catch (error) {
      const problem = asProblem(error)
      if (items.length === 0) throw problem
      return [...items, ...picked.slice(items.length).map((one) => ({ ...one, ok: false, why: sayProblem(problem) }))]
    }
    done(items.length)
  }
  return items
}

function itemOf(result: Schema<'Result'>, portion: readonly Picked[]): BulkItem {
  const known = portion.find((one) => one.id === result.id)
  return {
    id: result.id,
    number: result.number ?? known?.number ?? '',
    name: known?.name ?? '',
    ok: result.ok,
    why: (result.errors ?? []).map((error) => error.message).join(' ') || (result.message ?? null),
  }
}

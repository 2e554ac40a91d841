// What of the work list is asked for, as its address says it.
import type { Query } from '@api/paths'

const STATES = ['open', 'mine', 'done'] as const
const DUE = ['overdue', 'soon'] as const
const SORTS = ['due', 'amount', 'handed_in'] as const
export const STAGES = ['preliminary', 'audit', 'score', 'publicity', 'approve', 'payout'] as const

export type State = (typeof STATES)[number]

/** Absent `state`: open; absent `sort`: the line's own order. */
export type ReviewFilters = {
  [Name in Exclude<keyof Query<'get', '/reviews'>, 'limit' | 'cursor'>]?: NonNullable<Query<'get', '/reviews'>[Name]>
} & Record<string, string | undefined>

export function readFilters(asked: (name: string) => string | undefined): ReviewFilters {
  const one = <T extends string>(name: string, known: readonly T[]) => known.find((value) => value === asked(name))
  return {
    state: one('state', STATES),
    stage: one('stage', STAGES),
    due: one('due', DUE),
    sort: one('sort', SORTS),
    edition: asked('edition'),
    track: asked('track'),
    district: asked('district'),
    platform_id: asked('platform_id'),
    q: asked('q'),
  } as ReviewFilters
}

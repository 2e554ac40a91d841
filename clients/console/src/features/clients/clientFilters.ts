// The filters of the list of clients as the address says them; unknown values are dropped, not sent.
import type { Query } from '@api/paths'

type Asked = Query<'get', '/platform/applications'>
type Value<Name extends keyof Asked> = NonNullable<Asked[Name]> | undefined
type Of<Name extends keyof Asked> = readonly NonNullable<Asked[Name]>[]

export interface ClientFilters {
  [name: string]: string | undefined
  edition?: string | undefined
  track?: string | undefined
  status?: Value<'status'>
  stage?: Value<'stage'>
  queue?: Value<'queue'>
  confirmation?: Value<'confirmation'>
  due?: Value<'due'>
  district?: string | undefined
  q?: string | undefined
  sort?: Value<'sort'>
}

const STATUSES: Of<'status'> = [
  'in_review', 'returned', 'approved', 'payable', 'paid', 'withdrawn', 'rejected', 'lapsed', 'not_funded', 'revoked',
]
const STAGES: Of<'stage'> = ['endorse', 'preliminary', 'audit', 'score', 'publicity', 'approve', 'payout']
const QUEUES: Of<'queue'> = ['pending', 'funded', 'waiting', 'locked', 'none']
export const CONFIRMATIONS: Of<'confirmation'> = ['waiting', 'confirmed', 'refused']
export const DUES: Of<'due'> = ['overdue', 'soon']
const SORTS: Of<'sort'> = ['due', 'amount', 'name']

/** `asked` gives what the address says of a name. */
export function readFilters(asked: (name: string) => string | undefined): ClientFilters {
  const one = <T extends string>(known: readonly T[], name: string) => known.find((value) => value === asked(name))
  return {
    edition: asked('edition'),
    track: asked('track'),
    status: one(STATUSES, 'status'),
    stage: one(STAGES, 'stage'),
    queue: one(QUEUES, 'queue'),
    confirmation: one(CONFIRMATIONS, 'confirmation'),
    due: one(DUES, 'due'),
    district: asked('district'),
    q: asked('q'),
    sort: one(SORTS, 'sort'),
  }
}

/** Words of codes as choices, in the order that a person expects. */
export function choicesOf(name: 'status' | 'stage' | 'queue', labels: Record<string, string>) {
  const known: readonly string[] = { status: STATUSES, stage: STAGES, queue: QUEUES }[name]
  return known.filter((code) => code in labels).map((code) => ({ value: code, label: labels[code] ?? code }))
}

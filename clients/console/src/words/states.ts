// The tone of each state, so that a new one does not compile until it has a colour; words come from the API.
import type { Schema } from '@api/paths'

export type Tone = 'grey' | 'blue' | 'amber' | 'green' | 'red'

type Status = Schema<'ApplicationView'>['status']

const OF_STATUS: Record<Status, Tone> = {
  draft: 'grey',
  in_review: 'blue',
  returned: 'amber',
  approved: 'green',
  payable: 'green',
  paid: 'green',
  withdrawn: 'grey',
  rejected: 'red',
  lapsed: 'grey',
  not_funded: 'grey',
  revoked: 'red',
}

export function toneOf(status: Status): Tone {
  return OF_STATUS[status]
}

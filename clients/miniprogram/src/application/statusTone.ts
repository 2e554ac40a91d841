// The colour of each status: amber waits for the firm, green is granted, red ended without money.
import type { Schema } from '@api/paths'

export type Status = Schema<'ApplicationView'>['status']
type Tone = 'grey' | 'blue' | 'amber' | 'green' | 'red'

const TONES: Record<Status, Tone> = {
  draft: 'grey',
  in_review: 'blue',
  returned: 'amber',
  approved: 'green',
  payable: 'green',
  paid: 'green',
  withdrawn: 'grey',
  rejected: 'red',
  lapsed: 'red',
  not_funded: 'grey',
  revoked: 'red',
}

export function statusTone(status: Status): Tone {
  return TONES[status]
}

// The colour of a proposal's state, so that a new one does not compile until it has its own.
import type { Schema } from '@api/paths'
import type { Tone } from '@/words/states'

export type ProposalState = Schema<'FileProposalItem'>['state']

const OF_STATE: Record<ProposalState, Tone> = {
  proposed: 'amber',
  published: 'green',
  withdrawn: 'grey',
  refused: 'red',
}

export function toneOfState(state: ProposalState): Tone {
  return OF_STATE[state]
}

export const STATES = Object.keys(OF_STATE) as ProposalState[]

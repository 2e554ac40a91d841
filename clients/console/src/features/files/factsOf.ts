// Who proposed what upon which version, and what became of it, as key facts.
import type { Schema } from '@api/paths'
import { minute } from '@/words/moment'
import { words } from './words'

interface Fact {
  label: string
  value: string | null
}

export function factsOf(shown: Schema<'FileProposalView'>): Fact[] {
  const w = words()
  const facts: Fact[] = [
    { label: w.code, value: shown.edition },
    { label: w.proposedBy, value: shown.proposed_by?.name ?? null },
    { label: w.proposedAt, value: minute(shown.proposed_at) },
  ]
  if (shown.comment !== null) facts.push({ label: w.comment, value: shown.comment })
  if (shown.decided_at === null) {
    facts.push({ label: w.inForce, value: shown.in_force === null ? w.first : w.number(shown.in_force.number) })
    return facts
  }
  facts.push({ label: w.decidedBy, value: shown.decided_by?.name ?? null })
  facts.push({ label: w.decidedAt, value: minute(shown.decided_at) })
  if (shown.version !== null) facts.push({ label: w.publishedAs, value: w.number(shown.version) })
  if (shown.reason !== null) facts.push({ label: w.reason, value: shown.reason })
  return facts
}

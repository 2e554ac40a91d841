// Adds what an estimate was told to what this phone knows of the firm, so that matches judge by it too.
import { findDraft, keepDraft } from '@/keep/useDraft'
import type { FactValue } from '@/facts/typed'
import { KEPT_ANSWERS, NO_ANSWERS, type FirmAnswers } from './answers'

export function learnFacts(facts: Record<string, FactValue>): void {
  const known = { ...NO_ANSWERS, ...findDraft<FirmAnswers>(KEPT_ANSWERS) }
  keepDraft(KEPT_ANSWERS, { ...known, facts: { ...known.facts, ...facts } })
}

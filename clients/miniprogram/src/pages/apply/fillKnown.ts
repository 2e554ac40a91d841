// A new draft's empty fields from what the same person answered in the estimate: nothing is asked twice.
import type { Answers } from '@/facts/asked'
import { findDraft } from '@/keep/useDraft'
import { allAsked, type Form } from './filling'

/** Once, while the server has nothing of the person's own yet; what is filled in is for them to check. */
export function fillKnown(form: Form): void {
  if (form.application.version > 1) return
  const name = `estimate:${form.application.edition}:${form.track.code}`
  const known = findDraft<{ answers: Answers }>(name)?.answers ?? {}
  for (const { field, fact } of allAsked(form)) {
    const answer = known[fact.name]
    if ((form.answers[field] ?? '').length > 0 || answer === undefined || answer.length === 0) continue
    form.answers[field] = answer
    form.known = true
    form.state = 'waiting'
  }
}

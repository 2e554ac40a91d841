// What stands beside a field: the refused save's word first, then the check's.
import { sameTyped } from '@/facts/asked'
import type { Form } from './filling'

/** What is merely blank is told only once the person has asked what is missing (`strict`). */
export function errorOf(form: Form, field: string, strict: boolean): string | undefined {
  const refused = form.errors[field]
  // What is not saved yet, the check has not seen.
  if (refused !== undefined || !sameTyped(form.answers[field], form.base[field])) return refused
  const name = field.replace(/^facts\./, '')
  const found = form.check.problems.find((item) => item.field === field || item.field === `facts.${name}`)
  return found && (strict || found.code !== 'missing') ? found.message : undefined
}

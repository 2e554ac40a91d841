// The five steps, and to which of them what is missing belongs.
import type { Schema } from '@api/paths'
import type { Asked } from '@/facts/asked'
import type { Form } from './filling'

export const STEPS = ['firm', 'contract', 'questions', 'papers', 'review'] as const
export type Step = (typeof STEPS)[number]
type Item = Schema<'CheckedItem'>

export function stepOf(item: Item, particulars: readonly Asked[], facts: readonly Asked[]): Step {
  if (item.group === 'papers' || item.group === 'clients') return 'papers'
  if (facts.some(({ field }) => field === item.field)) return 'questions'
  const name = item.field.replace(/^facts\./, '')
  if (particulars.some(({ field }) => field === name)) return 'contract'
  return item.group === 'firm' || item.field.startsWith('facts.') ? 'firm' : 'review'
}

/** The step of the page's address, 1 to 5; undefined where it names none. */
export function stepAt(said: string | undefined): Step | undefined {
  return STEPS[Number(said) - 1]
}

/** Where to go on with a draft: the first step that lacks something. */
export function stepToGoOn(form: Form): Step {
  const lacking = form.check.problems.map((item) => stepOf(item, form.particulars, form.facts))
  return STEPS.find((step) => lacking.includes(step)) ?? 'review'
}

/** The id of what draws a field, to scroll to; empty for the top of the page. */
export function placeOf(field: string): string {
  if (field === '') return ''
  const paper = /^evidence\.(.+)$/.exec(field)
  return paper ? `paper-${paper[1]}` : `fact-${field.replace(/^facts\./, '')}-row`
}

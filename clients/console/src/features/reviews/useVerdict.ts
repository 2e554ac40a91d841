// What a reviewer finds, tick by tick: kept in this browser at once, decided in one act.
import { computed, reactive, ref } from 'vue'
import type { Body, Schema } from '@api/paths'
import { call } from '@/api/call'
import { useForm, type Form } from '@/form/useForm'

export type Review = Schema<'ReviewView'>
export type Verdict = 'pass' | 'return' | 'reject'

export interface Mark {
  ok: boolean | null
  reason: string
}

export interface Findings {
  marks: Record<string, Mark>
  comment: string
  cite: string
  signed_at: string
  paid_at: string
  paid_fen: number | null
  award_fen: number | null
}

export interface Deciding {
  form: Form<Findings>
  checked: number
  /** Items that are not in order, in their order. */
  wrong: string[]
  markOf(item: string): Mark
  mark(item: string, ok: boolean | null, reason?: string): void
  /** True when it was decided; what came back is given to `decided`. */
  decide(verdict: Verdict): Promise<boolean>
}

const NOTHING: Findings = { marks: {}, comment: '', cite: '', signed_at: '', paid_at: '', paid_fen: null, award_fen: null }

/** One review in one round; made anew for another. */
export function useVerdict(review: Review, decided: (now: Review) => void): Deciding {
  const verdict = ref<Verdict>('pass')
  const form = useForm<Findings>({
    initial: NOTHING,
    keep: `review:${review.id}:${review.round}`,
    async save(found, key) {
      const body = bodyOf(review, verdict.value, found)
      decided(await call('post', '/reviews/{review_id}/decide', { path: { review_id: review.id }, body, key }))
    },
  })
  const items = review.points.map((point) => point.item)
  const markOf = (item: string) => form.value.marks[item] ?? { ok: null, reason: '' }

  return reactive({
    form,
    checked: computed(() => items.filter((item) => markOf(item).ok !== null).length),
    wrong: computed(() => items.filter((item) => markOf(item).ok === false)),
    markOf,
    mark(item: string, ok: boolean | null, reason = markOf(item).reason) {
      form.value.marks[item] = { ok, reason }
    },
    decide(wanted: Verdict) {
      verdict.value = wanted
      return form.submit()
    },
  }) as unknown as Deciding
}

function bodyOf(review: Review, verdict: Verdict, found: Findings): Body<'post', '/reviews/{review_id}/decide'> {
  const papers = review.points.filter((point) => point.sort === 'paper').map((point) => point.item)
  const marks = Object.entries(found.marks).filter(([, mark]) => mark.ok !== null)
  const checklist = marks
    .filter(([item]) => papers.includes(item))
    .map(([item, { ok, reason }]) => [item, { ok: ok === true, comment: ok ? null : reason || null }])
  const wrong = marks.filter(([, mark]) => mark.ok === false).map(([item, { reason }]) => ({ item, reason }))
  return {
    verdict,
    comment: found.comment.trim() || null,
    checklist: Object.fromEntries(checklist),
    items: verdict === 'return' ? wrong : null,
    verified: verdict === 'pass' ? verifiedIn(found) : null,
    award_fen: verdict === 'pass' ? found.award_fen : null,
    cite: verdict === 'reject' ? found.cite || null : null,
  }
}

/** Null where the papers say what was declared. */
function verifiedIn(found: Findings): Schema<'Verified'> | null {
  const { paid_fen } = found
  const [paid_at, signed_at] = [found.paid_at.trim() || null, found.signed_at.trim() || null]
  return paid_at || signed_at || paid_fen !== null ? { paid_at, signed_at, paid_fen } : null
}

// What I typed and what the server has now, put together field by field.
import { sameTyped, type Answers, type Asked } from '@/facts/asked'
import { valueOf, type Typed } from '@/facts/typed'

/** Both sides changed it: the person chooses. */
export interface Conflict {
  asked: Asked
  mine: Typed
  theirs: Typed
}

export interface Merged {
  answers: Answers
  conflicts: Conflict[]
}

/** `base` is what the server had when I began to type. */
export function merge(asked: readonly Asked[], base: Answers, mine: Answers, theirs: Answers): Merged {
  const answers: Answers = {}
  const conflicts: Conflict[] = []
  for (const one of asked) {
    const [old, typed, now] = [base[one.field] ?? '', mine[one.field] ?? '', theirs[one.field] ?? '']
    const untouched = alike(one, typed, old)
    answers[one.field] = untouched && !alike(one, typed, now) ? now : typed
    if (!untouched && !alike(one, now, old) && !alike(one, typed, now)) {
      conflicts.push({ asked: one, mine: typed, theirs: now })
    }
  }
  return { answers, conflicts }
}

/** Fields whose typing the server does not have yet. */
export function unsaved(asked: readonly Asked[], base: Answers, mine: Answers): Asked[] {
  return asked.filter((one) => !alike(one, mine[one.field] ?? '', base[one.field] ?? ''))
}

/** Whether both mean the same: `9800.` is `9800`, half past two in Shanghai is that in Greenwich. */
export function alike({ fact }: Asked, one: Typed, other: Typed): boolean {
  if (sameTyped(one, other)) return true
  const [first, second] = [valueOf(fact.type, one), valueOf(fact.type, other)]
  if (first === undefined || second === undefined) return false
  if (fact.type === 'instant' && String(first).length > 10 && String(second).length > 10) {
    return Date.parse(String(first)) === Date.parse(String(second))
  }
  return JSON.stringify(first) === JSON.stringify(second)
}

// What is typed, apart from what is saved: kept in the browser for the same person, sent once, refused beside its field.
import { computed, reactive, ref, type Ref } from 'vue'
import { newKey } from '@/api/newKey'
import { asProblem, type Problem } from '@/api/problem'
import { dropKept, keep, kept, type Kept } from './kept'
import { keepWhenResting } from './keeping'
import { personId } from '@/session/session'

export interface Form<T> {
  /** What is typed; change it in place. */
  value: T
  /** Differs from what was saved. */
  dirty: boolean
  busy: boolean
  problem: Problem | undefined
  /** When it was typed, if it was found in this browser (milliseconds); else null. */
  foundAt: number | null
  /** Sends it; true when it was taken. A second press while it runs does nothing. */
  submit(): Promise<boolean>
  /** Back to what is saved; what was kept is forgotten. */
  reset(saved?: T): void
}

interface Wishes<T> {
  initial: T
  /** `key` is the act's `Idempotency-Key`: the same for every try of the same act. */
  save(value: T, key: string): Promise<unknown>
  /** Names what is typed, with its version, such as `plan:<id>:<version>`; without it nothing is kept. */
  keep?: string
}

/** One act: its key lives until the act is done, or refused so that no repeat can turn it. */
interface Attempt {
  key: string
}

export function useForm<T extends object>(wishes: Wishes<T>): Form<T> {
  const found = wishes.keep === undefined ? null : kept<T>(wishes.keep)
  const person = wishes.keep === undefined ? '' : personId()
  const saved = ref(copyOf(wishes.initial)) as Ref<T>
  const attempt: Attempt = { key: found?.key ?? newKey() }
  const form = begun(wishes.initial, found, saved)

  function write(): void {
    if (wishes.keep === undefined) return
    if (form.dirty) keep(person, wishes.keep, form.value, attempt.key)
    else dropKept(person, wishes.keep)
  }

  form.reset = (now = wishes.initial) => {
    saved.value = copyOf(now)
    Object.assign(form, { value: copyOf(now), problem: undefined, foundAt: null })
    attempt.key = newKey()
    write()
  }
  form.submit = () => sent(form, wishes.save, attempt)
  keepWhenResting(() => JSON.stringify(form.value), write)
  return form
}

function begun<T extends object>(initial: T, found: Kept<T> | null, saved: Ref<T>): Form<T> {
  const form = reactive({
    value: { ...copyOf(initial), ...found?.value },
    dirty: computed((): boolean => JSON.stringify(form.value) !== JSON.stringify(saved.value)),
    busy: false,
    problem: undefined,
    foundAt: found?.at ?? null,
  }) as unknown as Form<T>
  return form
}

async function sent<T extends object>(form: Form<T>, save: Wishes<T>['save'], attempt: Attempt): Promise<boolean> {
  if (form.busy) return false
  Object.assign(form, { busy: true, problem: undefined })
  try {
    const given = copyOf(form.value)
    await save(copyOf(given), attempt.key)
    const now = form.value
    form.reset(given)
    // What was typed on while it was sent is not sent yet.
    if (JSON.stringify(now) !== JSON.stringify(given)) form.value = now
    return true
  } catch (error) {
    form.problem = asProblem(error)
    if (!form.problem.passing) attempt.key = newKey()
    return false
  } finally {
    form.busy = false
  }
}

function copyOf<V>(value: V): V {
  return JSON.parse(JSON.stringify(value)) as V
}

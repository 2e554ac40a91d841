// What is typed, apart from what is saved: kept in the browser for the same person, sent once, refused beside its field.
import { computed, onUnmounted, reactive, ref, watch } from 'vue'
import { newKey } from '@/api/newKey'
import { asProblem, type Problem } from '@/api/problem'
import { dropKept, keep, kept } from './kept'

const AFTER_MS = 500

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

export function useForm<T extends object>(wishes: Wishes<T>): Form<T> {
  const found = wishes.keep === undefined ? null : kept<T>(wishes.keep)
  const saved = ref(copyOf(wishes.initial))
  let key = found?.key ?? newKey()
  let timer: ReturnType<typeof setTimeout> | undefined

  const form = reactive({
    value: { ...copyOf(wishes.initial), ...found?.value },
    dirty: computed(() => JSON.stringify(form.value) !== JSON.stringify(saved.value)),
    busy: false,
    problem: undefined,
    foundAt: found?.at ?? null,
    submit,
    reset,
  }) as unknown as Form<T>

  function write(): void {
    clearTimeout(timer)
    timer = undefined
    if (wishes.keep === undefined) return
    if (form.dirty) keep(wishes.keep, form.value, key)
    else dropKept(wishes.keep)
  }

  async function submit(): Promise<boolean> {
    if (form.busy) return false
    Object.assign(form, { busy: true, problem: undefined })
    try {
      await wishes.save(copyOf(form.value), key)
      reset(form.value)
      return true
    } catch (error) {
      form.problem = asProblem(error)
      // A refusal that no repeat can turn leaves the act to be begun anew, with what is mended.
      if (!form.problem.passing) key = newKey()
      return false
    } finally {
      form.busy = false
    }
  }

  function reset(now: T = wishes.initial): void {
    saved.value = copyOf(now)
    form.value = copyOf(now)
    form.problem = undefined
    form.foundAt = null
    key = newKey()
    write()
  }

  watch(
    () => JSON.stringify(form.value),
    () => {
      clearTimeout(timer)
      timer = setTimeout(write, AFTER_MS)
    },
  )
  const hidden = () => timer !== undefined && write()
  addEventListener('pagehide', hidden)
  document.addEventListener('visibilitychange', hidden)
  onUnmounted(() => {
    hidden()
    removeEventListener('pagehide', hidden)
    document.removeEventListener('visibilitychange', hidden)
  })
  return form
}

function copyOf<V>(value: V): V {
  return JSON.parse(JSON.stringify(value)) as V
}

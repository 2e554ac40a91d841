// What is typed on a page, kept on the phone half a second after typing and whenever the page is left.
import { onHide, onUnload } from '@dcloudio/uni-app'
import { onUnmounted, reactive, watch } from 'vue'
import { session } from '@/session/session'
import { drop, keep, kept } from './kept'

const NOBODY = 'guest'
const AFTER_MS = 500

export interface Draft<T> {
  /** What is typed; change it in place. */
  value: T
  /** When it was typed, in milliseconds, if it was found on the phone; else null. */
  foundAt: number | null
  /** Writes it now. */
  save(): void
  /** The act is done: forgets it. */
  done(): void
}

const person = () => session.user?.id ?? NOBODY

/** What was kept of `thing` for who is here, or by nobody before they logged in; null without. */
export function findDraft<T>(thing: string): T | null {
  return (kept<T>(person(), thing) ?? kept<T>(NOBODY, thing))?.value ?? null
}

/** Keeps it from outside its own page. */
export function keepDraft<T>(thing: string, value: T): void {
  keep(person(), thing, value)
}

/** `initial` gives what is not kept yet, so that fields added later have a value. */
export function useDraft<T extends object>(thing: string, initial: T): Draft<T> {
  const found = kept<T>(person(), thing) ?? kept<T>(NOBODY, thing)
  const value = reactive({ ...initial, ...found?.value }) as T
  let timer: ReturnType<typeof setTimeout> | undefined
  let over = false

  function save(): void {
    clearTimeout(timer)
    timer = undefined
    if (!over) keep(person(), thing, JSON.parse(JSON.stringify(value)) as T)
  }

  function pending(): void {
    if (timer !== undefined) save()
  }

  function done(): void {
    over = true
    clearTimeout(timer)
    drop(person(), thing)
    drop(NOBODY, thing)
  }

  watch(value, () => {
    clearTimeout(timer)
    timer = setTimeout(save, AFTER_MS)
  })
  onHide(pending)
  onUnload(pending)
  onUnmounted(pending)
  return { value, foundAt: found?.at ?? null, save, done }
}

// The form of a page: fetched, its typing kept after half a second and on leaving, saved soon after.
import { onHide, onShow, onUnload } from '@dcloudio/uni-app'
import { watch } from 'vue'
import type { Aborter } from '@/api/aborter'
import { online } from '@/network/online'
import { useLoad, type Load } from '@/load/useLoad'
import type { Typed } from '@/facts/typed'
import { needPerson } from '@/session/session'
import { Problem } from '@/api/problem'
import { fetchForm, type Form } from './filling'
import { fillKnown } from './fillKnown'
import { findDraft, keepDraft, save } from './saving'

const KEEP_MS = 500
const SAVE_MS = 1500

export interface FormPage {
  load: Load<Form>
  typed(field: string, value: Typed): void
  /** The person left a field: saved at once. */
  left(): void
}

export function useForm(id: () => string): FormPage {
  let timers: ReturnType<typeof setTimeout>[] = []
  const load = useLoad((aborter) => fetchMine(id(), aborter), { later: true })
  const present = () => load.value

  function quiet() {
    timers.forEach(clearTimeout)
    timers = []
  }

  function left() {
    quiet()
    if (present()) void save(present()!)
  }

  function typed(field: string, value: Typed) {
    const form = present()
    if (!form) return
    form.answers[field] = value
    // One word may be about two figures: all are judged anew with the next save.
    if (field in form.errors) form.errors = {}
    if (form.state !== 'saving') form.state = 'typing'
    quiet()
    timers = [setTimeout(() => keepDraft(form), KEEP_MS), setTimeout(() => void save(form), SAVE_MS)]
  }

  watch(online, (there) => {
    if (there && present()?.state === 'waiting') left()
  })
  onHide(left)
  onUnload(left)
  onShow(() => {
    if (present()?.state === 'waiting') left()
  })
  return { load, typed, left }
}

/** With what was typed here before and never reached the server. */
async function fetchMine(id: string, aborter: Aborter): Promise<Form> {
  if (!(await needPerson())) throw new Problem(401, 'unauthenticated', '', '')
  const form = await fetchForm(id, aborter)
  fillKnown(form)
  findDraft(form)
  return form
}

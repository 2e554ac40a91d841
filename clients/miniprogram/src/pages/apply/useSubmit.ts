// Hands it in: consent first in the tap, everything saved, one key for every try.
import { reactive } from 'vue'
import { call } from '@/api/call'
import { Problem } from '@/api/problem'
import { drop, keep, kept } from '@/keep/kept'
import { newKey } from '@/keep/newKey'
import { session } from '@/session/session'
import type { Consent } from '@/consent/useConsent'
import type { Form } from './filling'
import { refreshCheck, save } from './saving'
import { words } from './words'

export interface Submission {
  busy: boolean
  problem: Problem | undefined
  submit(): Promise<void>
  /** Ends this draft and begins with the choice of platform and plan. */
  startAnew(): Promise<void>
}

/** `onTheWay` counts papers that are not there yet. */
export function useSubmit(form: () => Form, consent: Consent, onTheWay: () => number): Submission {
  const submission: Submission = reactive({
    busy: false,
    problem: undefined as Problem | undefined,
    submit: (): Promise<void> => guarded(submission, () => handIn(form(), consent, onTheWay())),
    startAnew: (): Promise<void> => guarded(submission, () => startAnew(form())),
  })
  return submission
}

async function guarded(submission: Submission, act: () => Promise<void>): Promise<void> {
  if (submission.busy) return
  Object.assign(submission, { busy: true, problem: undefined })
  try {
    await act()
  } catch (refused) {
    if (!(refused instanceof Problem)) throw refused
    submission.problem = refused
    uni.pageScrollTo({ scrollTop: 0, duration: 0 })
  } finally {
    submission.busy = false
  }
}

async function handIn(form: Form, consent: Consent, onTheWay: number): Promise<void> {
  await consent.ask()
  const { id } = form.application
  if (onTheWay > 0) throw new Problem(0, 'not_saved', '', words().onTheWay(onTheWay))
  if (!(await save(form))) throw new Problem(0, 'not_saved', '', words().notSaved)
  const person = session.user?.id ?? ''
  const key = kept<string>(person, `submit:${id}`)?.value ?? newKey()
  keep(person, `submit:${id}`, key)
  try {
    await call('post', '/applications/{application_id}/submit', { path: { application_id: id }, key })
  } catch (refused) {
    await refreshCheck(form)
    throw refused
  }
  drop(person, `submit:${id}`)
  await uni.redirectTo({ url: `/pages/apply/done?id=${id}` })
}

async function startAnew(form: Form): Promise<void> {
  const { id, edition, enterprise } = form.application
  await call('post', '/applications/{application_id}/withdraw', {
    path: { application_id: id },
    key: `anew-${id}`,
    body: {},
  })
  const firm = enterprise ? `&enterprise_id=${enterprise.id}` : ''
  await uni.redirectTo({ url: `/pages/apply/start?edition=${edition}&track=${form.track.code}${firm}` })
}

// Keeps what is typed: on the phone at once, at the server as soon as it can be reached.
import { call } from '@/api/call'
import { Problem } from '@/api/problem'
import { bodyOf, type Answers } from '@/facts/asked'
import { valueOf } from '@/facts/typed'
import { drop, keep, kept } from '@/keep/kept'
import { session } from '@/session/session'
import type { Asked } from '@/facts/asked'
import { persist } from '@/load/persist'
import { adopt, allAsked, type Application, type Form } from './filling'
import { unsaved } from './merge'

interface Draft {
  version: number
  base: Answers
  answers: Answers
}

const person = () => session.user?.id ?? ''
const nameOf = (form: Form) => `application:${form.application.id}`

/** Puts what was typed and not saved back into its fields. */
export function findDraft(form: Form): void {
  const found = kept<Draft>(person(), nameOf(form))
  if (found === null) return
  form.base = { ...form.base, ...found.value.base }
  form.answers = { ...form.answers, ...found.value.answers }
  adopt(form, form.application)
  const left = unsaved(allAsked(form), form.base, form.answers).length > 0
  form.foundAt = left ? found.at : null
  if (left) form.state = 'waiting'
  else drop(person(), nameOf(form))
}

/** Leaves what was found again, and shows what the server has. */
export function forgetDraft(form: Form): void {
  Object.assign(form, { answers: { ...form.base }, foundAt: null, state: 'idle', errors: {}, conflicts: [] })
  drop(person(), nameOf(form))
}

export function keepDraft(form: Form): void {
  const left = unsaved(allAsked(form), form.base, form.answers).map(({ field }) => field)
  if (left.length === 0) {
    drop(person(), nameOf(form))
    return
  }
  const only = (all: Answers) => Object.fromEntries(left.map((field) => [field, all[field] ?? '']))
  keep<Draft>(person(), nameOf(form), {
    version: form.application.version,
    base: only(form.base),
    answers: only(form.answers),
  })
}

/** Saves to the server what it does not have yet; false where something still waits. */
export async function save(form: Form): Promise<boolean> {
  keepDraft(form)
  if (form.state === 'saving') return false
  if (unsaved(allAsked(form), form.base, form.answers).length === 0) return settled(form)
  if (form.conflicts.length > 0) return false
  if (sendable(form).length === 0) {
    form.state = 'refused'
    return false
  }
  const sent = { ...form.answers }
  Object.assign(form, { state: 'saving', problem: undefined })
  try {
    took(form, sent, await put(form))
  } catch (refused) {
    if (!(refused instanceof Problem)) throw refused
    return (await answer(form, refused)) && save(form)
  }
  if (sendable(form).length > 0) return save(form)
  await refreshCheck(form)
  return unsaved(allAsked(form), form.base, form.answers).length === 0
}

function settled(form: Form): boolean {
  Object.assign(form, { state: 'idle', errors: {}, foundAt: null })
  return true
}

/** Without what was refused just now: one wrong figure must not keep the rest from being saved. */
function put(form: Form): Promise<Application> {
  return call('put', '/applications/{application_id}/particulars', {
    path: { application_id: form.application.id },
    version: form.application.version,
    body: bodyOf(allAsked(form).filter(({ field }) => !(field in form.errors)), form.answers, form.application),
  })
}

/** What may be sent: it reads as typed, and was not refused as it stands. */
function sendable(form: Form): Asked[] {
  return unsaved(allAsked(form), form.base, form.answers).filter(
    ({ field, fact }) => !(field in form.errors) && valueOf(fact.type, form.answers[field] ?? '') !== undefined,
  )
}

/** What was typed while it was under way stays; what cannot be read as typed is not counted as saved. */
function took(form: Form, sent: Answers, application: Application): void {
  for (const { field, fact } of allAsked(form)) {
    const counted = !(field in form.errors) && valueOf(fact.type, sent[field] ?? '') !== undefined
    if (counted) form.base[field] = sent[field] ?? ''
  }
  adopt(form, application)
  const state = Object.keys(form.errors).length > 0 ? 'refused' : 'idle'
  Object.assign(form, { state, savedAt: Date.now(), foundAt: null })
  keepDraft(form)
}

/** True where it may be tried again at once: others had changed other fields, or the rest can go alone. */
async function answer(form: Form, refused: Problem): Promise<boolean> {
  form.state = refused.passing ? 'waiting' : 'refused'
  const current = refused.document['current'] as Application | undefined
  if (refused.status === 412 && current !== undefined) {
    form.state = 'typing'
    adopt(form, current)
    return form.conflicts.length === 0
  }
  const said = Object.fromEntries(refused.errors.map(({ field, message }) => [placeFor(form, field), message]))
  const placed = Object.keys(said).length > 0 && Object.keys(said).every((field) => field in form.answers)
  const fresh = Object.keys(said).some((field) => !(field in form.errors))
  form.errors = { ...form.errors, ...said }
  form.problem = placed || refused.status === 0 ? undefined : refused
  return placed && fresh
}

/** A refusal may call a particular by its name as a fact. */
function placeFor(form: Form, field: string): string {
  const bare = field.replace(/^facts\./, '')
  return field in form.answers || !(bare in form.answers) ? field : bare
}

/** Several papers that arrive at once ask several times: the last question's answer stands. */
let asked = 0

/** What is still missing, as the server sees it now; without network the former word stands. */
export async function refreshCheck(form: Form): Promise<void> {
  const mine = ++asked
  try {
    const path = { application_id: form.application.id }
    const check = await call('get', '/applications/{application_id}/check', { path })
    if (mine === asked) form.check = check
  } catch (refused) {
    if (!(refused instanceof Problem) || !refused.passing) throw refused
  }
}

/** After a paper came or went: the application has a new version then. */
export async function refreshApplication(form: Form): Promise<void> {
  const path = { application_id: form.application.id }
  try {
    const read = await persist(() => call('get', '/applications/{application_id}', { path }))
    if (read.version >= form.application.version) adopt(form, read)
  } catch (refused) {
    if (!(refused instanceof Problem) || !refused.passing) throw refused
  }
  await refreshCheck(form)
}

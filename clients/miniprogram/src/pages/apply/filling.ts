// An application as it is being filled in: what the server has, what I typed, what is still missing.
import { reactive } from 'vue'
import { newAborter } from '@/api/aborter'
import { call } from '@/api/call'
import type { Schema } from '@api/paths'
import type { Problem } from '@/api/problem'
import { askedFacts, askedParticulars, heldAnswers, type Answers, type Asked } from '@/facts/asked'
import { merge, type Conflict } from './merge'

export type Application = Schema<'ApplicationView'>

export interface Form {
  application: Application
  track: Schema<'TrackView'>
  guides: Schema<'MaterialGuide'>[]
  check: Schema<'CheckAnswer'>
  particulars: Asked[]
  facts: Asked[]
  /** What the server had when I began to type, and what stands in the fields now. */
  base: Answers
  answers: Answers
  /** The API's words by field, from the last refused save. */
  errors: Record<string, string>
  problem: Problem | undefined
  conflicts: Conflict[]
  state: 'idle' | 'typing' | 'saving' | 'waiting' | 'refused'
  /** Milliseconds: the last save to the server, and when what was found again had been typed. */
  savedAt: number | null
  foundAt: number | null
  /** Filled in from the estimate, and not looked at yet. */
  known: boolean
}

export async function fetchForm(id: string, aborter = newAborter()): Promise<Form> {
  const path = { application_id: id }
  const application = await call('get', '/applications/{application_id}', { path, aborter })
  const code = application.edition
  const [programme, guides, check] = await Promise.all([
    call('get', '/programmes/{code}', { path: { code }, aborter }),
    call('get', '/programmes/{code}/tracks/{track}/materials', { path: { code, track: application.track }, aborter }),
    call('get', '/applications/{application_id}/check', { path, aborter }),
  ])
  const track = programme.tracks.find((one) => one.code === application.track)
  if (track === undefined) throw new Error(`${code} has no track ${application.track}`)
  const [particulars, facts] = [askedParticulars(track, application), askedFacts(track)]
  const base = heldAnswers([...particulars, ...facts], application)
  return reactive<Form>({
    application,
    track,
    guides: guides.items,
    check,
    particulars,
    facts,
    base,
    answers: { ...base },
    errors: {},
    problem: undefined,
    conflicts: [],
    state: 'idle',
    savedAt: null,
    foundAt: null,
    known: false,
  })
}

export function allAsked(form: Form): Asked[] {
  return [...form.particulars, ...form.facts]
}

/** Takes the server's newest word; what I typed stays, unless I had not touched it. */
export function adopt(form: Form, application: Application): void {
  const asked = allAsked(form)
  const theirs = heldAnswers(asked, application)
  const { answers, conflicts } = merge(asked, form.base, form.answers, theirs)
  Object.assign(form, { application, base: theirs, answers, conflicts })
}

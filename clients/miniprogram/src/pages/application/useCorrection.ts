// What is typed to correct an application, and handing it in again: fields, then words, then the whole.
import { reactive } from 'vue'
import { call } from '@/api/call'
import type { Schema } from '@api/paths'
import { bodyOf, heldAnswers, sameTyped, type Answers } from '@/facts/asked'
import { newKey } from '@/keep/newKey'
import { useDraft } from '@/keep/useDraft'
import { askedOf, heldValue, shownValue, type FiledRow } from './filedRows'
import { correctionItems, roundOf, type CorrectionItem } from './correctionItems'
import { useAct, type Act } from './useAct'

type Application = Schema<'ApplicationView'>
type Track = Schema<'TrackView'>

interface Typed {
  answers: Answers
  words: Record<string, string>
  /** What stood there when it was sent back. */
  before: Answers
  was: Record<string, string>
  key: string
}

export interface Correction {
  draft: Typed
  act: Act
  round: string
  foundAt: number | null
  /** What somebody else has changed meanwhile, as it stands now. */
  elsewhere: FiledRow[]
  was(item: CorrectionItem): string
  seenTo(item: CorrectionItem): 'changed' | 'explained' | null
  errorOf(item: string): string | undefined
  /** Hands it in again; what the API answers goes to `changed`. */
  send(): Promise<void>
}

export function useCorrection(
  application: () => Application,
  track: () => Track,
  changed: (application: Application) => void,
): Correction {
  const round = roundOf(application())
  const draft = useDraft<Typed>(`correct:${application().id}:${round}`, opening(application(), track()))
  const act = useAct()
  const fields = () => correctionItems(application(), track()).flatMap((one) => (one.asked ? [one.asked] : []))
  const path = () => ({ application_id: application().id })

  async function saveFields() {
    const held = heldAnswers(fields(), application())
    if (fields().every(({ field }) => sameTyped(held[field], draft.value.answers[field]))) return
    const body = bodyOf(fields(), draft.value.answers, application())
    const version = application().version
    changed(await call('put', '/applications/{application_id}/particulars', { path: path(), body, version }))
  }

  async function saveWords() {
    const written = Object.entries(draft.value.words).map(([item, text]) => [item, text.trim()])
    const answers = Object.fromEntries(written.filter(([, text]) => text !== ''))
    const held = Object.fromEntries(application().corrections.flatMap((one) => (one.answer ? [[one.item, one.answer]] : [])))
    if (JSON.stringify(answers) === JSON.stringify(held)) return
    changed(await call('put', '/applications/{application_id}/corrections', { path: path(), body: { answers } }))
  }

  async function send(): Promise<void> {
    form.elsewhere = []
    const done = await act.run(null, async () => {
      await saveFields()
      await saveWords()
      changed(await call('post', '/applications/{application_id}/submit', { path: path(), key: draft.value.key }))
    })
    if (done) draft.done()
    else if (act.problem?.status === 412) takeOver(act.problem.document.current as Application | undefined)
    else draft.value.key = act.problem?.passing ? draft.value.key : newKey()
  }

  /** Somebody else was here: what they left is shown, what is typed stays, and the next try is upon theirs. */
  function takeOver(current: Application | undefined) {
    if (!current) return
    act.problem = undefined
    form.elsewhere = askedOf(current, track())
      .filter(({ field }) => JSON.stringify(heldValue(current, field)) !== JSON.stringify(heldValue(application(), field)))
      .map(({ field, fact }) => ({ label: fact.label, value: shownValue(fact, heldValue(current, field)) }))
    changed(current)
  }

  function seenTo({ item, asked, kind }: CorrectionItem): 'changed' | 'explained' | null {
    const anew = application().evidence.some((paper) => paper.kind === kind && paper.uploaded_at > round && paper.state !== 'refused')
    if (asked ? !sameTyped(draft.value.before[item], draft.value.answers[item]) : anew) return 'changed'
    return (draft.value.words[item] ?? '').trim() === '' ? null : 'explained'
  }

  const form: Correction = reactive({
    draft: draft.value,
    act,
    round,
    foundAt: draft.foundAt,
    elsewhere: [] as FiledRow[],
    was: ({ item }: CorrectionItem) => draft.value.was[item] ?? '',
    seenTo,
    errorOf: (item: string) => act.problem?.of(item) ?? act.problem?.of(`evidence.${item}`) ?? act.problem?.of(`answers.${item}`),
    send,
  })
  return form
}

function opening(application: Application, track: Track): Typed {
  const items = correctionItems(application, track)
  const fields = items.flatMap((one) => (one.asked ? [one.asked] : []))
  const answers = heldAnswers(fields, application)
  const was = fields.map(({ field, fact }) => [field, shownValue(fact, heldValue(application, field))])
  const words = items.flatMap((one) => (one.answer ? [[one.item, one.answer]] : []))
  return {
    answers,
    words: Object.fromEntries(words) as Record<string, string>,
    before: { ...answers },
    was: Object.fromEntries(was) as Record<string, string>,
    key: newKey(),
  }
}

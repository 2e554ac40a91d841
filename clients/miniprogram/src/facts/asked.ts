// Everything that an application asks, under the API's own field names, and what it holds of it.
import type { Schema } from '@api/paths'
import { typedOf, valueOf, type FactValue, type Typed } from './typed'
import { particulars } from './particularWords'

export type Fact = Schema<'TrackFactView'>
type Application = Schema<'ApplicationView'>
type Track = Schema<'TrackView'>

/** `field` is the API's: `contract_no`, `facts.is_sme`. */
export interface Asked {
  field: string
  fact: Fact
}

export type Answers = Record<string, Typed>

/** Contract and payment: asked where a plan was chosen, or where the track's facts name one of them. */
export function askedParticulars(track: Track, application: Application): Asked[] {
  const named = particulars().filter((one) => track.facts.some((fact) => fact.name === one.name))
  const all = application.plan !== null || named.length > 1 ? particulars() : named
  return all.map((one) => ({
    field: one.name,
    fact: track.facts.find((fact) => fact.name === one.name) ?? one,
  }))
}

/** Questions; what the firm's record or its list of clients answers is changed there. */
export function askedFacts(track: Track): Asked[] {
  return [...track.facts, ...track.declarations]
    .filter((fact) => fact.source === 'declared')
    .map((fact) => ({ field: `facts.${fact.name}`, fact }))
}

export function heldAnswers(asked: readonly Asked[], application: Application): Answers {
  return Object.fromEntries(
    asked.map(({ field, fact }) => {
      const held = field.startsWith('facts.') ? application.facts : application
      return [field, typedOf(fact.type, (held as Record<string, unknown>)[fact.name])]
    }),
  )
}

/** The body of a save; what cannot be read as typed stays as the server has it. */
export function bodyOf(
  asked: readonly Asked[],
  answers: Answers,
  application: Application,
): Schema<'ApplicationParticulars'> {
  const { contract_no, signed_at, paid_at, fee_fen, paid_fen, payer, voucher_no } = application
  const body: Record<string, FactValue> = { contract_no, signed_at, paid_at, fee_fen, paid_fen, payer, voucher_no }
  const facts = { ...application.facts } as Record<string, FactValue>
  for (const { field, fact } of asked) {
    const numeric = typeof fact.options[0]?.value === 'number'
    const value = valueOf(fact.type, answers[field] ?? '', numeric)
    if (value === undefined) continue
    if (!field.startsWith('facts.')) body[field] = value
    else if (value === null || (Array.isArray(value) && value.length === 0)) delete facts[fact.name]
    else facts[fact.name] = value
  }
  return { ...body, facts } as Schema<'ApplicationParticulars'>
}

/** Like, as the person sees it. */
export function sameTyped(one: Typed | undefined, other: Typed | undefined): boolean {
  return JSON.stringify(one ?? '') === JSON.stringify(other ?? '')
}

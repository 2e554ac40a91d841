// The limits of a pool as they are typed, and what changing them does, in words for the confirmation.
import type { Schema } from '@api/paths'
import { Problem } from '@/api/problem'
import { money } from '@/words/money'
import { words } from './words'

export interface TypedLimits {
  budget_fen: number | null
  no_budget: boolean
  places: string
  no_places: boolean
}

/** Throws a `Problem` of the form: an empty field is never taken for "no limit". */
export function limitsOf(typed: TypedLimits): Schema<'NewLimits'> {
  const w = words()
  const places = /^\d{1,9}$/.test(typed.places.trim()) ? Number(typed.places) : null
  const errors = []
  if (!typed.no_budget && typed.budget_fen === null) errors.push({ field: 'budget_fen', code: 'required', message: w.giveBudget })
  if (!typed.no_places && places === null) errors.push({ field: 'places', code: 'required', message: w.givePlaces })
  if (errors.length > 0) throw new Problem(422, 'invalid', '', '', errors)
  return { budget_fen: typed.no_budget ? null : typed.budget_fen, places: typed.no_places ? null : places }
}

/** Whether what is typed is still what was asked about. */
export function sameLimits(typed: TypedLimits, asked: Schema<'NewLimits'>): boolean {
  const budget_fen = typed.no_budget ? null : typed.budget_fen
  const places = typed.no_places ? null : Number(typed.places)
  return budget_fen === asked.budget_fen && places === asked.places
}

/** Old and new, and whom it moves. */
export function affects(effects: Schema<'PoolPreview'>): string {
  const w = words()
  const { before, after, to_waiting, to_funded } = effects
  const said = (side: Schema<'PoolSide'>) => w.limit(side.budget_fen === null ? null : money(side.budget_fen), side.places)
  return [
    w.fromTo(said(before), said(after)),
    ...(to_waiting.count > 0 ? [w.toWaiting(to_waiting.count, money(to_waiting.amount_fen))] : []),
    ...(to_funded.count > 0 ? [w.toFunded(to_funded.count, money(to_funded.amount_fen))] : []),
    ...(to_waiting.count + to_funded.count === 0 ? [w.nobodyMoves] : [w.allTold]),
  ].join('\n')
}

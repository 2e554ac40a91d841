// What is known of the firm already, filled into the questions that ask for it.
import type { Aborter } from '@/api/aborter'
import { Problem } from '@/api/problem'
import { typedOf } from '@/facts/typed'
import { readMatches } from '@/matching/readMatches'
import { session } from '@/session/session'
import type { About, Answers, Fact } from './estimating'

export interface Known {
  answers: Answers
  /** The class of the firm's district, whose thresholds hold; null for the main ones. */
  region_class: string | null
}

/** As typed; nothing where the API cannot be asked: then one answers oneself. */
export async function readKnown(about: About, facts: readonly Fact[], aborter?: Aborter): Promise<Known> {
  try {
    const matches = await readMatches(about.firm || onlyFirm(), aborter)
    const mine = matches.find((one) => one.edition === about.edition && one.track === about.track)
    const known: Record<string, unknown> = mine?.known ?? {}
    const asked = facts.filter((fact) => known[fact.name] !== undefined)
    const answers = Object.fromEntries(asked.map((fact) => [fact.name, typedOf(fact.type, known[fact.name])]))
    return { answers, region_class: mine?.region_class ?? null }
  } catch (problem) {
    if (problem instanceof Problem && problem.code !== 'cancelled') return { answers: {}, region_class: null }
    throw problem
  }
}

/** Whoever acts for one firm alone need not say for which. */
function onlyFirm(): string {
  const mine = session.token === null ? [] : (session.user?.enterprises ?? [])
  return mine.length === 1 ? (mine[0]?.id ?? '') : ''
}

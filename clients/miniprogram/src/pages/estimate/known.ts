// What is known of the firm already, filled into the questions that ask for it.
import type { Aborter } from '@/api/aborter'
import { Problem } from '@/api/problem'
import { typedOf } from '@/facts/typed'
import { readMatches } from '@/matching/readMatches'
import type { About, Answers, Fact } from './estimating'

/** By name, as typed; nothing where the API cannot be asked: then one answers oneself. */
export async function readKnown(about: About, facts: readonly Fact[], aborter?: Aborter): Promise<Answers> {
  try {
    const matches = await readMatches(about.firm, aborter)
    const mine = matches.find((one) => one.edition === about.edition && one.track === about.track)
    const known = ((mine as { known?: Record<string, unknown> } | undefined)?.known ?? {}) as Record<string, unknown>
    const asked = facts.filter((fact) => known[fact.name] !== undefined)
    return Object.fromEntries(asked.map((fact) => [fact.name, typedOf(fact.type, known[fact.name])]))
  } catch (problem) {
    if (problem instanceof Problem) return {}
    throw problem
  }
}

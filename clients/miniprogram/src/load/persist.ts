// Asks again for what is only to be refreshed: a cut in the network passes, and a stale page misleads.
import { Problem } from '@/api/problem'

const WAITS_MS = [1000, 3000]

/** The answer, after up to two further tries where none came; `stopped` ends it. Throws `Problem`. */
export async function persist<T>(fetch: () => Promise<T>, stopped: () => boolean = () => false): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await fetch()
    } catch (problem) {
      const unanswered = problem instanceof Problem && problem.status === 0 && problem.code !== 'cancelled'
      if (!unanswered || stopped()) throw problem
    }
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
  return fetch()
}

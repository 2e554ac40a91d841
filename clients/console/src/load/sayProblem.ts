// A refusal in words: the API's own, or ours where nothing of the API arrived.
import type { Problem } from '@/api/problem'
import { words } from './words'

const OF_THE_DEVICE = ['offline', 'garbled', 'cancelled'] as const

/** The words alone; a card counts the wait down beside them. */
export function sayPlainly(problem: Problem): string {
  const w = words()
  const own = OF_THE_DEVICE.find((code) => code === problem.code)
  return own ? w[own] : problem.detail || problem.title || w.failed
}

/** With the wait that the server named, for a line beside a field or a button. */
export function sayProblem(problem: Problem): string {
  const said = sayPlainly(problem)
  const wait = problem.retryAfterSeconds
  return wait === null || problem.status === 0 ? said : `${said} ${words().wait(wait)}`
}

// A refusal in words: the API's own, or ours where nothing of the API arrived.
import type { Problem } from '@/api/problem'
import { words } from './words'

const OF_THE_DEVICE = ['offline', 'slow', 'garbled', 'cancelled', 'not_allowed', 'not_opened', 'sign_in'] as const

export function sayProblem(problem: Problem): string {
  const w = words()
  const own = OF_THE_DEVICE.find((code) => code === problem.code)
  const said = own ? w[own] : problem.detail || problem.title
  const wait = problem.retryAfterSeconds
  return wait === null || problem.status === 0 ? said : `${said} ${w.wait(wait)}`
}

// Makes an invitation for each of many clients, one after the other: what to send to whom.
import { call } from '@/api/call'
import { asProblem } from '@/api/problem'
import { sayProblem } from '@/load/sayProblem'
import type { Picked } from '@/list/useSelection'
import { words } from './words'

export interface Invited extends Picked {
  /** The words to send; null where it failed, with `why`. */
  message: string | null
  why: string | null
}

/**
 * `made` gets each as it comes, so that none is lost where a later one cannot be asked for; who cannot
 * be invited stops no other. Throws `Problem`.
 */
export async function inviteClients(picked: readonly Picked[], made: (one: Invited) => void, signal: AbortSignal): Promise<void> {
  for (const one of picked) {
    const invited = await invite(one, signal)
    if (signal.aborted) return
    made(invited)
  }
}

async function invite(one: Picked, signal: AbortSignal): Promise<Invited> {
  try {
    const path = { application_id: one.id }
    const { message } = await call('post', '/platform/applications/{application_id}/invitation', { path, signal })
    return { ...one, message, why: null }
  } catch (error) {
    const problem = asProblem(error)
    // Without a network or a session the others would fail in the same way.
    if (problem.status === 0 || problem.status === 401 || problem.status === 429) throw error
    // The API says it to the firm; a platform picked one that needs no word.
    const why = problem.code === 'nothing_to_confirm' ? words().notAwaited : sayProblem(problem)
    return { ...one, message: null, why }
  }
}

/** For Excel and for the sending services of telecom firms; the mark tells Excel that it is UTF-8. */
export function invitationsCsv(invited: readonly Invited[], head: readonly string[]): Blob {
  const lines = [head, ...invited.map((one) => [one.number, one.name, one.message ?? one.why ?? ''])]
  const text = lines.map((cells) => cells.map(quoted).join(',')).join('\r\n')
  return new Blob(['\ufeff', text], { type: 'text/csv' })
}

/** What begins like a formula stays text. */
function quoted(cell: string): string {
  return `"${(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell).replace(/"/g, '""')}"`
}

// Who lends the API its token, and mends what only a person can; the session fills this in.
import { Problem } from './problem'

export interface Authorization {
  token(): string | null
  /** Logs in again after a 401; false when the person has to do it. */
  renew(refused: string | null): Promise<boolean>
  /** Asks for the consent or the phone number that a refusal wants; false when declined. */
  give(wanted: 'consent' | 'phone'): Promise<boolean>
}

const nobody = () => Promise.resolve(false)

let present: Authorization = { token: () => null, renew: nobody, give: nobody }

export function authorizeWith(authorization: Authorization): void {
  present = authorization
}

export function authorization(): Authorization {
  return present
}

/** Sends; where a person can mend the refusal over the page, asks and sends the same once more. */
export async function sendMended<T>(send: () => Promise<T>): Promise<T> {
  const used = present.token()
  const mended = new Set<string>()
  for (;;) {
    try {
      return await send()
    } catch (problem) {
      if (!(problem instanceof Problem) || mended.has(problem.code)) throw problem
      mended.add(problem.code)
      if (!(await mend(problem, used))) throw problem
    }
  }
}

async function mend(problem: Problem, used: string | null): Promise<boolean> {
  // A code that WeChat refused is another 401, and none of an old token's.
  if (problem.code === 'unauthenticated') return used !== null && present.renew(used)
  if (problem.code === 'consent_required') return present.give('consent')
  return problem.code === 'phone_needed' && present.give('phone')
}

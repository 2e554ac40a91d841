// Signs out: the session ends at the server, and nothing of the person stays in this browser.
import { addressOf, answered, headersOf } from '@/api/call'
import { readProblem } from '@/api/problem'
import { dropAllKept } from '@/form/kept'
import { session } from './session'
import { tell } from './tabs'

/** Throws `Problem` where the server could not be told: the session would go on. */
export async function signOut(): Promise<void> {
  // Not by `call`: whose session is over already is not asked to sign in only to sign out.
  const init = { method: 'DELETE', headers: headersOf({}) }
  const response = await answered(() => fetch(addressOf('/session'), init))
  if (!response.ok && response.status !== 401) {
    throw readProblem(response.status, await answered(() => response.text()), Object.fromEntries(response.headers))
  }
  dropAllKept()
  tell({ what: 'out' })
  leave()
}

/** To the sign-in, for somebody else; what was typed stays for who typed it. */
export function leave(): void {
  session.who = undefined
  location.assign('/console/sign-in')
}

// Signs out: the session ends at the server, and nothing of the person stays in this browser.
import { call } from '@/api/call'
import { Problem } from '@/api/problem'
import { dropAllKept } from '@/form/kept'
import { session } from './session'
import { tell } from './tabs'

/** Throws `Problem` where the server could not be told: the session would go on. */
export async function signOut(): Promise<void> {
  const who = session.who
  // Whose session is over already is not asked to sign in only to sign out.
  session.who = undefined
  try {
    await call('delete', '/session')
  } catch (error) {
    session.who = who
    if (!(error instanceof Problem) || error.status !== 401) throw error
  }
  session.who = who
  dropAllKept()
  tell({ what: 'out' })
  leave()
}

/** To the sign-in, for somebody else; what was typed stays for who typed it. */
export function leave(): void {
  session.who = undefined
  location.assign('/console/sign-in')
}

// Signs out: the session ends at the server, and nothing of the person stays in this browser.
import { call } from '@/api/call'
import { Problem } from '@/api/problem'
import { dropAllKept } from '@/form/kept'
import { session } from './session'

export async function signOut(): Promise<void> {
  try {
    await call('delete', '/session')
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error
  }
  dropAllKept()
  session.who = undefined
  location.assign('/console/sign-in')
}

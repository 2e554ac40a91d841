// Ends the session, and forgets on this phone what belonged to it.
import { call } from '@/api/call'
import { Problem } from '@/api/problem'
import { dropAll } from '@/keep/kept'
import { forgetPerson } from './demonstration'
import { forget } from './session'

/** Never fails for the person: without network the phone forgets, and the server's session lapses. */
export async function logOut(): Promise<void> {
  try {
    await call('delete', '/session')
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  forget()
  forgetPerson()
  dropAll()
}

// Ends the session, and forgets on this phone what belonged to it.
import { call } from '@/api/call'
import { Problem } from '@/api/problem'
import { forgetPerson } from '@/demonstration/person'
import { files } from '@/host/files'
import { dropAll } from '@/keep/kept'
import { showUnread } from '@/messages/unread'
import { forget } from '@/session/session'

/** Never fails for the person: without network the phone forgets, and the server's session lapses. */
export async function logOut(): Promise<void> {
  try {
    await call('delete', '/session')
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  forgetHere()
}

/** Whoever takes up this phone next finds nobody's drafts, papers, name or badge. */
export function forgetHere(): void {
  forget()
  forgetPerson()
  dropAll()
  files.releaseAll()
  showUnread(0)
}

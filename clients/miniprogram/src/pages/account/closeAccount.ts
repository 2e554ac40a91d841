// Closes the account and forgets it on this phone.
import type { Schema } from '@/api/paths'
import { call } from '@/api/call'
import { dropAll } from '@/keep/kept'
import { showUnread } from '@/messages/unread'
import { forgetPerson } from '@/session/demonstration'
import { forget } from '@/session/session'

/**
 * After a lost answer the repeat is refused by 401, since the account is gone: `call` logs in anew,
 * which makes an empty account, and closes that. Throws `Problem`.
 */
export async function closeAccount(leaveFirms: boolean): Promise<Schema<'ClosedAccount'>> {
  const closed = await call('delete', '/account', { query: { leave_firms: leaveFirms } })
  forget()
  forgetPerson()
  dropAll()
  showUnread(0)
  return closed
}

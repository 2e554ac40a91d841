// Closes the account and forgets it on this phone.
import { forgetHere } from '@/account/logOut'
import { call } from '@/api/call'
import type { Schema } from '@api/paths'

/**
 * After a lost answer the repeat is refused by 401, since the account is gone: `call` logs in anew,
 * which makes an empty account, and closes that. Throws `Problem`.
 */
export async function closeAccount(leaveFirms: boolean): Promise<Schema<'ClosedAccount'>> {
  const closed = await call('delete', '/account', { query: { leave_firms: leaveFirms } })
  forgetHere()
  return closed
}

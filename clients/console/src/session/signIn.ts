// Signs in by user name, password and, where asked, a code; the session lives in a cookie that no script reads.
import { call } from '@/api/call'
import { findOut } from './session'

/** Throws `Problem`: `credentials_invalid`, `otp_required`, 429. */
export async function signIn(username: string, password: string, otp: string): Promise<void> {
  await call('post', '/session/staff', { body: { username, password, cookie: true, ...(otp ? { otp } : {}) } })
  await findOut()
}

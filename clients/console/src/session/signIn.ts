// Signs in by user name, password and, where asked, a code; the session lives in a cookie that no script reads.
import { call } from '@/api/call'
import { findOut, session } from './session'
import { tell } from './tabs'

export interface Credentials {
  username: string
  password: string
  otp: string
}

/** Throws `Problem`: `credentials_invalid`, `otp_required`, `first_password_over`, 429. */
export async function signIn({ username, password, otp }: Credentials): Promise<void> {
  const name = username.trim()
  const known = localStorage.getItem(placeOf(name))
  const more = { ...(otp.trim() ? { otp: otp.trim() } : {}), ...(known ? { device: known } : {}) }
  const opened = await call('post', '/session/staff', { body: { username: name, password, cookie: true, ...more } })
  // A name for this computer, which opens nothing: wrong guesses of others then lock nobody out here.
  localStorage.setItem(placeOf(name), opened.device)
  await findOut()
  if (session.who !== undefined) tell({ what: 'in', id: session.who.user.id })
}

function placeOf(name: string): string {
  return `device:${name.toLowerCase()}`
}

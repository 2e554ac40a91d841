// Keeps a number that a person typed, or forgets it: nobody checked it, but it reaches them.
import { call } from '@/api/call'
import { keepUser, session } from '@/session/session'

/** The number, masked. Throws `Problem`. */
export async function typePhone(typed: string): Promise<string> {
  const { phone } = await call('put', '/session/contact-phone', { body: { phone: typed } })
  if (session.user) keepUser({ ...session.user, contact_phone: phone })
  return phone
}

/** Throws `Problem`. */
export async function dropTypedPhone(): Promise<void> {
  await call('delete', '/session/contact-phone')
  if (session.user) keepUser({ ...session.user, contact_phone: null })
}

// Links the phone number that WeChat's button gave a code for; an earlier one is replaced.
import { call } from '@/api/call'
import { keepUser, session } from '@/session/session'

/** The number, masked. Throws `Problem`. */
export async function linkPhone(code: string): Promise<string> {
  const { phone } = await call('post', '/session/phone', { body: { code } })
  if (session.user) keepUser({ ...session.user, phone })
  return phone
}

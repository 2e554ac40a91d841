// Logs in for the viewer alone: by a token, whoever sits in the console beside it.
import { addressOf, call } from '@/api/call'

/** A made-up owner of a firm, who has agreed to the present privacy text; the token. */
export async function logInAsFirm(name: string): Promise<string> {
  const { token, user } = await call('post', '/session/wechat', { body: { code: `sandbox-${name}` } })
  if (token === null) throw new Error('no token came')
  if (user.consent_due) {
    const { privacy_version } = await call('get', '/client')
    await fetch(addressOf('/session/consent'), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text_version: privacy_version }),
    })
  }
  return token
}

export async function logInAsStaff(username: string, password: string): Promise<string> {
  const { token } = await call('post', '/session/staff', { body: { username, password } })
  if (token === null) throw new Error('no token came')
  return token
}

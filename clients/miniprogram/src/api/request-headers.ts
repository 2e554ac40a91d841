// What every call says of itself.
import { language } from '@/words/language'
import { authorization } from './authorization'

export const CLIENT_VERSION = 'miniprogram/1.0.0'

interface Said {
  key?: string
  version?: number | string
  body?: unknown
}

export function headersOf(said: Said = {}): Record<string, string> {
  const token = authorization().token()
  return {
    accept: 'application/json',
    'accept-language': language() === 'en' ? 'en' : 'zh-CN',
    'client-version': CLIENT_VERSION,
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(said.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(said.key === undefined ? {} : { 'idempotency-key': said.key }),
    ...(said.version === undefined ? {} : { 'if-match': `"${said.version}"` }),
  }
}

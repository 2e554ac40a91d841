// The one way to the API: typed by its own description, refusals thrown as `Problem`.
import type { Answer, Body, Method, PathOf, PathParts, Query } from '@api/paths'
import createClient, { type HeadersOptions } from 'openapi-fetch'
import { language } from '@/words/language'
import { asks } from './asks'
import { Problem, readProblem } from './problem'

const BASE = '/api/v1'
const client = createClient({ baseUrl: BASE, pathSerializer: spelled })

type Wanted<Name extends string, Value> = [Value] extends [never]
  ? Partial<Record<Name, undefined>>
  : object extends Value
    ? Partial<Record<Name, Value>>
    : Record<Name, Value>

/** What a call may carry beside its method and path. */
export type Given<M extends Method, P extends PathOf<M> & string> = Wanted<'path', PathParts<M, P>> &
  Wanted<'query', Query<M, P>> &
  Wanted<'body', Body<M, P>> & {
    /** `Idempotency-Key`: born with the act, so that a repeat does nothing twice. */
    key?: string
    /** `If-Match`: the version that was shown. */
    version?: number | string
    signal?: AbortSignal | undefined
    /** A page that asks by itself: no use of the console, so that an idle session still ends. */
    background?: boolean
  }

interface Loose {
  path?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
  key?: string
  version?: number | string
  signal?: AbortSignal
  background?: boolean
}

type Rest<G> = object extends G ? [given?: G] : [given: G]

/**
 * Calls the API; a session that is over and a password that is due are asked for over the page, and
 * the same call repeated. Throws `Problem`.
 */
export async function call<M extends Method, P extends PathOf<M> & string>(
  method: M,
  path: P,
  ...[given]: Rest<Given<M, P>>
): Promise<Answer<M, P>> {
  return (await mended(() => send(method, path, (given ?? {}) as Loose))) as Answer<M, P>
}

/** Sends again what was refused only for want of a session or a password. */
export async function mended<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const again =
      error.code === 'unauthenticated'
        ? await asks.signIn()
        : error.code === 'password_due' && (await asks.passwordAgain())
    if (!again) throw error
    return await send()
  }
}

async function send(method: Method, path: string, given: Loose): Promise<unknown> {
  const init = {
    params: { path: given.path ?? {}, query: said(given.query) },
    headers: headersOf(given) as HeadersOptions,
    ...(given.body === undefined ? {} : { body: given.body }),
    ...(given.signal ? { signal: given.signal } : {}),
  }
  const request = client.request as (method: string, path: string, init: object) => Promise<Reply>
  const { data, error, response } = await answered(() => request(method, path, init), given.signal)
  if (!response.ok) throw readProblem(response.status, error, Object.fromEntries(response.headers))
  return data
}

interface Reply {
  data?: unknown
  error?: unknown
  response: Response
}

/** Runs a request; why no answer came becomes a `Problem` of the device. */
export async function answered<T>(request: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await request()
  } catch (error) {
    if (signal?.aborted) throw new Problem(0, 'cancelled', '', '')
    // `fetch` throws TypeError where nothing answered, SyntaxError is a page in an answer's place.
    if (error instanceof TypeError) throw new Problem(0, 'offline', '', '')
    if (error instanceof SyntaxError) throw new Problem(0, 'garbled', '', '')
    throw error
  }
}

export function headersOf(given: Pick<Loose, 'key' | 'version' | 'background'>): Record<string, string> {
  return {
    'accept-language': language(),
    ...(given.key === undefined ? {} : { 'idempotency-key': given.key }),
    ...(given.version === undefined ? {} : { 'if-match': `"${given.version}"` }),
    ...(given.background ? { 'x-background': '1' } : {}),
  }
}

/** Leaves out what the query does not say. */
function said(query: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  )
}

/** As the API spells its addresses: signs that stand for themselves in a path stay what they are (RFC 3986, 3.3). */
function spelled(path: string, names: Record<string, unknown>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(names[name])).replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent),
  )
}

/** The same address for what is no JSON: downloads, uploads. */
export function addressOf(path: string, names: Record<string, string> = {}, query: Record<string, unknown> = {}): string {
  const asked = new URLSearchParams(Object.entries(said(query)).map(([name, value]) => [name, String(value)]))
  return BASE + spelled(path, names) + (String(asked) === '' ? '' : `?${asked}`)
}

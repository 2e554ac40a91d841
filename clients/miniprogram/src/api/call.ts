// The one way to the API: typed by its own description, refusals thrown as `Problem`.
import type { Aborter } from './aborter'
import { tellAnswer } from './answered'
import { sendMended } from './authorization'
import type { Answer, Body, Method, PathOf, PathParts, Query } from '@api/paths'
import { inTurn } from './inTurn'
import { Problem, header, refusalIn } from './problem'
import { CLIENT_VERSION, headersOf } from './request-headers'
import { addressOf } from './address'

export { CLIENT_VERSION }

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
    aborter?: Aborter | undefined
  }

interface Loose {
  path?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
  key?: string
  version?: number | string
  aborter?: Aborter
}

type Rest<G> = object extends G ? [given?: G] : [given: G]

/**
 * Calls the API; a 401, a consent or a phone number that is due is asked for over the page, and the
 * same call repeated. Throws `Problem`.
 */
export async function call<M extends Method, P extends PathOf<M> & string>(
  method: M,
  path: P,
  ...[given]: Rest<Given<M, P>>
): Promise<Answer<M, P>> {
  return (await sendMended(() => inTurn(() => send(method, path, (given ?? {}) as Loose)))) as Answer<M, P>
}

function send(method: Method, path: string, given: Loose): Promise<unknown> {
  const { aborter } = given
  return new Promise((resolve, reject) => {
    const task = uni.request({
      url: addressOf(path, given.path, given.query),
      method: method.toUpperCase() as 'GET',
      header: headersOf(given),
      ...(given.body === undefined ? {} : { data: given.body as object }),
      timeout: 20_000,
      success(answer) {
        const headers = answer.header as Record<string, string>
        const problem = refusalIn(answer.statusCode, answer.data, headers)
        tellAnswer(problem)
        if (problem === null) resolve(answer.data || undefined)
        else reject(problem)
      },
      fail(failure) {
        reject(deviceProblem(failure.errMsg, aborter?.aborted ?? false))
      },
    })
    aborter?.onAbort(() => task.abort())
  })
}

/** Why no answer came, by what WeChat and browsers say of it. */
export function deviceProblem(said: string, aborted: boolean): Problem {
  const code = aborted ? 'cancelled' : /time?d? ?out/i.test(said) ? 'slow' : 'offline'
  return new Problem(0, code, '', '')
}

export { header }

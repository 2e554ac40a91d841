// Reads what changes seldom: kept on the phone with its ETag, asked for anew, shown from there when offline.
import { language } from '@/words/language'
import { addressOf } from './address'
import type { Aborter } from './aborter'
import { tellAnswer } from './answered'
import { deviceProblem } from './call'
import type { Answer, PathOf, PathParts, Query } from '@api/paths'
import { inTurn } from './inTurn'
import { header, refusalIn } from './problem'
import { headersOf } from './request-headers'

interface KeptAnswer {
  etag: string
  answer: unknown
}

interface Given {
  path?: Record<string, string>
  query?: Record<string, unknown>
  aborter?: Aborter | undefined
}

/** A public GET; an unchanged answer costs a 304. Throws `Problem` where nothing is kept. */
export function callKept<P extends PathOf<'get'>>(
  path: P,
  given: { path?: PathParts<'get', P>; query?: Query<'get', P>; aborter?: Aborter | undefined } = {},
): Promise<Answer<'get', P>> {
  return inTurn(() => ask(path, given as Given)) as Promise<Answer<'get', P>>
}

function ask(path: string, { path: names, query, aborter }: Given): Promise<unknown> {
  const url = addressOf(path, names, query)
  const place = `answer:${language()}:${url}`
  const kept = (uni.getStorageSync(place) || null) as KeptAnswer | null
  return new Promise((resolve, reject) => {
    const task = uni.request({
      url,
      header: { ...headersOf(), ...(kept === null ? {} : { 'if-none-match': kept.etag }) },
      timeout: 20_000,
      success(answer) {
        const headers = answer.header as Record<string, string>
        if (answer.statusCode === 304 && kept !== null) resolve(kept.answer)
        else {
          const problem = refusalIn(answer.statusCode, answer.data, headers)
          tellAnswer(problem)
          if (problem === null) keepAnswer(place, header(headers, 'etag'), answer.data)
          if (problem === null) resolve(answer.data)
          else reject(problem)
        }
      },
      fail(failure) {
        const aborted = aborter?.aborted ?? false
        if (kept !== null && !aborted) resolve(kept.answer)
        else reject(deviceProblem(failure.errMsg, aborted))
      },
    })
    aborter?.onAbort(() => task.abort())
  })
}

/** A full phone keeps nothing: the answer is fetched again next time. */
function keepAnswer(place: string, etag: string | undefined, answer: unknown): void {
  if (etag === undefined) return
  try {
    uni.setStorageSync(place, { etag, answer } satisfies KeptAnswer)
  } catch {
    uni.removeStorageSync(place)
  }
}

// Hands in one file: a mini-program sends one a request, its name in the form field `name`.
import type { Aborter } from './aborter'
import { addressOf } from './address'
import { sendMended } from './authorization'
import { deviceProblem } from './call'
import type { PathOf } from '@api/paths'
import { refusalIn } from './problem'
import { headersOf } from './request-headers'

export interface Upload {
  names: Record<string, string>
  /** Further fields of the form; `name` is the file's own. */
  form: Record<string, string>
  /** A path of WeChat's, or a blob address of a browser. */
  filePath: string
  key?: string
  aborter?: Aborter
  onProgress?(percent: number): void
}

/** Sends it; what a person can mend is asked for, and the same sent once more. Throws `Problem`. */
export function upload<T>(path: PathOf<'post'>, given: Upload): Promise<T> {
  return sendMended(() => send<T>(path, given))
}

function send<T>(path: string, given: Upload): Promise<T> {
  const { aborter, onProgress } = given
  return new Promise((resolve, reject) => {
    const task = uni.uploadFile({
      url: addressOf(path, given.names),
      filePath: given.filePath,
      name: 'file',
      formData: given.form,
      header: headersOf(given.key === undefined ? {} : { key: given.key }),
      timeout: 300_000,
      success(answer) {
        const headers = (answer as { header?: Record<string, string> }).header ?? {}
        const problem = refusalIn(answer.statusCode, answer.data, headers)
        if (problem === null) resolve(JSON.parse(answer.data) as T)
        else reject(problem)
      },
      fail(failure) {
        reject(deviceProblem(String(failure.errMsg), aborter?.aborted ?? false))
      },
    })
    if (onProgress) task.onProgressUpdate((seen) => onProgress(seen.progress))
    aborter?.onAbort(() => task.abort())
  })
}

// Sends a file in a form with its progress, which `fetch` does not tell of.
import type { PathOf } from '@api/paths'
import { addressOf, headersOf, mended } from './call'
import { Problem, readProblem } from './problem'

interface Given {
  path?: Record<string, string>
  query?: Record<string, unknown>
  form: Record<string, string | Blob>
  key?: string
  signal?: AbortSignal
  /** 0 to 1. */
  onProgress?(share: number): void
}

/** POSTs a form; answers what the API answers. Throws `Problem`. */
export function uploadForm(path: PathOf<'post'> & string, given: Given): Promise<unknown> {
  return mended(() => send(addressOf(path, given.path, given.query), given))
}

function send(address: string, given: Given): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const form = new FormData()
    for (const [name, value] of Object.entries(given.form)) form.append(name, value)
    request.open('POST', address)
    for (const [name, value] of Object.entries(headersOf(given))) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => given.onProgress?.(event.loaded / event.total)
    request.onload = () => {
      if (request.status >= 300) reject(readProblem(request.status, request.responseText, headersIn(request)))
      else settle(request.responseText, resolve, reject)
    }
    request.onerror = () => reject(new Problem(0, 'offline', '', ''))
    request.onabort = () => reject(new Problem(0, 'cancelled', '', ''))
    given.signal?.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}

/** A proxy may say 200 over a page of its own: what is no JSON is no answer of the API. */
function settle(text: string, resolve: (answer: unknown) => void, reject: (problem: Problem) => void): void {
  try {
    resolve(JSON.parse(text || 'null'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    reject(new Problem(0, 'garbled', '', ''))
  }
}

function headersIn(request: XMLHttpRequest): Record<string, string> {
  return Object.fromEntries(
    request
      .getAllResponseHeaders()
      .trim()
      .split('\r\n')
      .map((line) => line.split(': ', 2) as [string, string]),
  )
}

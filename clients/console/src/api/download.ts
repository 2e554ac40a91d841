// Fetches a file with the session of the page; refusals are `Problem`s, not a page of JSON.
import type { PathOf } from '@api/paths'
import { addressOf, answered, headersOf, mended } from './call'
import { readProblem } from './problem'

interface Given {
  path?: Record<string, string>
  query?: Record<string, unknown>
  signal?: AbortSignal
}

export interface FetchedFile {
  blob: Blob
  name: string
}

/** The bytes with the name that the server gives them. Throws `Problem`. */
export function fetchFile(path: PathOf<'get'> & string, given: Given = {}): Promise<FetchedFile> {
  return mended(async () => {
    const address = addressOf(path, given.path, given.query)
    const init = { headers: headersOf({}), ...(given.signal ? { signal: given.signal } : {}) }
    const response = await answered(() => fetch(address, init), given.signal)
    if (!response.ok) {
      const text = await answered(() => response.text(), given.signal)
      throw readProblem(response.status, text, Object.fromEntries(response.headers))
    }
    const blob = await answered(() => response.blob(), given.signal)
    return { blob, name: nameIn(response.headers.get('content-disposition')) }
  })
}

/** Fetches, and hands it to the person as a file. */
export async function saveFile(path: PathOf<'get'> & string, given: Given = {}): Promise<void> {
  const { blob, name } = await fetchFile(path, given)
  saveBlob(blob, name)
}

/** Hands what this page holds to the person as a file. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the address after the click; a minute is ample for it to begin.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** `filename*=UTF-8''…` (RFC 6266) before `filename="…"`. */
function nameIn(disposition: string | null): string {
  const long = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  return long ? decodeURIComponent(long) : (/filename="([^"]+)"/i.exec(disposition ?? '')?.[1] ?? 'download')
}

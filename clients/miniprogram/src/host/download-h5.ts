// Fetches a protected file in a browser; a refusal is mended over the page as every call's is.
import { sendMended } from '@/api/authorization'
import { Problem, readProblem } from '@/api/problem'
import { headersOf } from '@/api/request-headers'

/** The address of its blob, for whoever asked to let go of. Throws `Problem`. */
export function download(address: string): Promise<string> {
  return sendMended(() => send(address))
}

async function send(address: string): Promise<string> {
  const answer = await fetch(address, { headers: headersOf() }).catch(() => {
    throw new Problem(0, 'offline', '', '')
  })
  if (!answer.ok) throw readProblem(answer.status, await answer.text(), Object.fromEntries(answer.headers))
  return URL.createObjectURL(await answer.blob())
}

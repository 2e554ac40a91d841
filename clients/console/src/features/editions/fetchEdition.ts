// One edition out of those that the person decides or reads; somebody else's is not found.
import type { Schema } from '@api/paths'
import { call } from '@/api/call'
import { Problem } from '@/api/problem'

export type Edition = Schema<'OwnEdition'>

export async function fetchEdition(code: string, signal: AbortSignal): Promise<Edition> {
  const { items } = await call('get', '/editions', { signal })
  const found = items.find((edition) => edition.code === code)
  if (found === undefined) throw new Problem(404, 'not_found', '', '')
  return found
}

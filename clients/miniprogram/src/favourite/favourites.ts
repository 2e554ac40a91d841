// What I keep in mind: read once for a person, changed here and on the server together.
import { ref } from 'vue'
import { call } from '@/api/call'
import { needPerson, session } from '@/session/session'

export interface Kept {
  kind: 'platform' | 'plan'
  id: string
}

const ids = ref<Set<string>>(new Set())
let readFor: string | null = null

export function isFavourite(id: string): boolean {
  return session.token !== null && ids.value.has(id)
}

/** Who is not logged in has none; throws `Problem`. */
export async function readFavourites(): Promise<void> {
  if (session.token === null || readFor === session.token) return
  const page = await call('get', '/favourites', { query: { limit: 100 } })
  ids.value = new Set(page.items.map((item) => item.id))
  readFor = session.token
}

/** Keeps it or lets it go, after a login where that is needed. Throws `Problem`. */
export async function toggleFavourite({ kind, id }: Kept): Promise<void> {
  if (!(await needPerson())) return
  await readFavourites()
  const keep = !ids.value.has(id)
  const method = keep ? 'put' : 'delete'
  if (kind === 'platform') await call(method, '/favourites/platforms/{platform_id}', { path: { platform_id: id } })
  else await call(method, '/favourites/plans/{plan_id}', { path: { plan_id: id } })
  const next = new Set(ids.value)
  if (keep) next.add(id)
  else next.delete(id)
  ids.value = next
}

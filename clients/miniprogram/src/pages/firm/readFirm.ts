// One of my firms with what I am in it; both are read together.
import type { Aborter } from '@/api/aborter'
import { call } from '@/api/call'
import type { Schema } from '@api/paths'
import { Problem } from '@/api/problem'
import { asPerson } from '@/session/asPerson'
import { keepUser, session } from '@/session/session'

export interface MyFirm {
  firm: Schema<'EnterpriseView'>
  /** owner, staff or platform; null where the person acts for it no longer. */
  role: string | null
}

export function readFirms(aborter?: Aborter): Promise<MyFirm[]> {
  return asPerson(async () => {
    const [firms, { user }] = await Promise.all([
      call('get', '/enterprises', { query: { limit: 100 }, aborter }),
      call('get', '/session', { aborter }),
    ])
    if (session.user?.id === user.id) keepUser({ ...session.user, enterprises: user.enterprises, phone: user.phone })
    return firms.items.map((firm) => ({
      firm,
      role: user.enterprises.find((one) => one.id === firm.id)?.role ?? null,
    }))
  })
}

/** Throws a `Problem` of status 404 for a firm that is not mine. */
export async function readFirm(id: string, aborter?: Aborter): Promise<MyFirm> {
  const found = (await readFirms(aborter)).find((one) => one.firm.id === id)
  if (!found) throw new Problem(404, 'not_found', '', '')
  return found
}

// Begins an application, or finds the one that is there already.
import { call } from '@/api/call'
import { Problem } from '@/api/problem'
import { drop, keep, kept } from '@/keep/kept'
import { newKey } from '@/keep/newKey'
import { session } from '@/session/session'

export interface Wish {
  edition: string
  track: string
  enterprise_id: string
  platform_id: string
  plan_id: string
}

/** Where to go: the form of a draft, or the page of what was handed in before. Throws `Problem`. */
export async function begin(wish: Wish): Promise<string> {
  const act = `begin:${Object.values(wish).join(':')}`
  const person = session.user?.id ?? ''
  const key = kept<string>(person, act)?.value ?? newKey()
  keep(person, act, key)
  try {
    const body = { ...wish, platform_id: wish.platform_id || null, plan_id: wish.plan_id || null, facts: {} }
    const made = await call('post', '/applications', { body, key })
    drop(person, act)
    return `${formOf(made.id)}&step=1`
  } catch (refused) {
    if (!(refused instanceof Problem)) throw refused
    // A refusal ends this try; only a lost answer is asked for again under the same key.
    if (!refused.passing) drop(person, act)
    const there = refused.document['current'] as { id: string; status: string } | undefined
    if (refused.code !== 'already_applied' || there === undefined) throw refused
    return there.status === 'draft' ? formOf(there.id) : `/pages/application/detail?id=${there.id}`
  }
}

const formOf = (id: string) => `/pages/apply/form?id=${id}`

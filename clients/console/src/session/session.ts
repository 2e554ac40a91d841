// Who is here: read from the API at the start, and after every sign-in.
import { reactive } from 'vue'
import type { Schema } from '@api/paths'
import { call } from '@/api/call'
import { Problem } from '@/api/problem'

export type Role =
  | 'platform'
  | 'district'
  | 'auditor'
  | 'expert'
  | 'authority'
  | 'inspector'
  | 'admin'

export type Who = Schema<'SessionView'>

export const session = reactive({ who: undefined as Who | undefined })

/** The person's id; only where somebody is signed in. */
export function personId(): string {
  if (session.who === undefined) throw new Error('nobody is signed in')
  return session.who.user.id
}

/** Whether the person has one of these roles; an empty list asks for nothing but a login. */
export function holds(roles: readonly Role[]): boolean {
  const held: readonly { role: string }[] = session.who?.user.grants ?? []
  return roles.length === 0 || held.some((grant) => roles.includes(grant.role as Role))
}

/** Asks the API who is here; nobody is no refusal. */
export async function findOut(): Promise<Who | undefined> {
  try {
    session.who = await call('get', '/session')
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error
    session.who = undefined
  }
  return session.who
}

// Who is here: read from the API at the start, and after every sign-in.
import { reactive } from 'vue'
import type { Schema } from '@api/paths'
import { call } from '@/api/call'
import { asProblem, Problem } from '@/api/problem'

export type Role =
  | 'platform'
  | 'district'
  | 'auditor'
  | 'expert'
  | 'authority'
  | 'inspector'
  | 'admin'

export type Who = Schema<'SessionView'>

/** `problem`: it could not be found out at the start. */
export const session = reactive({ who: undefined as Who | undefined, problem: undefined as Problem | undefined })

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

/** What a person has to do before anything else is open to them: the name of its page. */
export function dueFirst(): 'first-password' | 'second-factor' | undefined {
  if (session.who?.user.must_change_password) return 'first-password'
  return session.who?.user.otp_due ? 'second-factor' : undefined
}

/** Asks the API who is here; nobody is no refusal. */
export async function findOut(): Promise<Who | undefined> {
  try {
    arrived(await call('get', '/session'))
  } catch (error) {
    session.problem = asProblem(error)
    if (session.problem.status === 401) Object.assign(session, { who: undefined, problem: undefined })
  }
  return session.who
}

/**
 * Asks again of somebody who is here; `used` keeps the session from ending. Where it has ended, the
 * sign-in over the page is waited for. False where no answer came.
 */
export async function lookAgain(used: boolean): Promise<boolean> {
  try {
    arrived(await call('get', '/session', { background: !used }))
    return true
  } catch (error) {
    asProblem(error)
    return false
  }
}

/** Another person than before gets pages of their own, with nothing of the former's. */
function arrived(who: Who): void {
  if (session.who !== undefined && session.who.user.id !== who.user.id) return location.assign('/console/')
  Object.assign(session, { who, problem: undefined })
}

// A call of somebody's own things: asks who it is first, and says "log in" where they would not.
import { Problem } from '@/api/problem'
import { needPerson } from './session'

/** Throws a `Problem` of status 401 where nobody logs in. */
export async function asPerson<T>(act: () => Promise<T>): Promise<T> {
  if (!(await needPerson())) throw new Problem(401, 'sign_in', '', '')
  return act()
}

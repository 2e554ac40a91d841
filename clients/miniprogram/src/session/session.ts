// Who is here: logged in only when needed, again without a word when WeChat can, kept over a restart.
import { reactive } from 'vue'
import { authorizeWith } from '@/api/authorization'
import { call } from '@/api/call'
import type { Schema } from '@api/paths'
import { asProblem, type Problem } from '@/api/problem'
import { host } from '@/host/host'
import { write } from '@/storage/write'
import { give } from './asks'

const KEPT = 'session'

type SignedIn = Schema<'SmeSession'>

interface Session {
  token: string | null
  user: SignedIn['user'] | null
  /** Pages draw the sign-in sheet over themselves while somebody waits for it. */
  asked: boolean
  problem: Problem | undefined
}

export const session = reactive<Session>({ token: null, user: null, asked: false, problem: undefined })

let waiting: ((signedIn: boolean) => void)[] = []
let underWay: Promise<boolean> | undefined

/** Once, at launch: takes up the kept session, and lends the API its token. */
export function startSession(): void {
  const kept = uni.getStorageSync(KEPT) as Pick<Session, 'token' | 'user'> | ''
  if (kept) Object.assign(session, kept)
  authorizeWith({ token: () => session.token, renew, give })
}

/** For whatever needs a person: true at once if there is one, else asks; false when they decline. */
export async function needPerson(): Promise<boolean> {
  if (session.token !== null) return true
  return signInQuietly()
}

/** What the person did with the sheet; where the login fails it stays, and says why. */
export async function answerSheet(wanted: boolean): Promise<void> {
  const done = wanted && (await logIn())
  if (wanted && !done) return
  session.asked = false
  if (!done) session.token = null
  waiting.splice(0).forEach((tell) => tell(done))
}

/** Forgets who was here, on this phone only. */
export function forget(): void {
  Object.assign(session, { token: null, user: null })
  uni.removeStorageSync(KEPT)
}

/** Nothing of who has logged out meanwhile, or of whom another has followed: an answer may come late. */
export function keepUser(user: SignedIn['user']): void {
  if (session.token === null || session.user?.id !== user.id) return
  session.user = user
  write(KEPT, { token: session.token, user })
}

/** What became of the person elsewhere: a number linked, a firm joined. What was known stays if nothing answers. */
export async function refreshUser(): Promise<void> {
  if (session.token === null) return
  try {
    const { user } = await call('get', '/session')
    const { id, phone, contact_phone, consent_due, enterprises } = user
    keepUser({ id, phone, contact_phone, consent_due, enterprises })
  } catch (error) {
    // Nobody asked for it: a lapsed login shows where something is wanted.
    asProblem(error)
  }
}

/** The old token stays until there is a new one: whatever is called meanwhile is refused, and waits here. */
async function renew(refused: string | null): Promise<boolean> {
  if (session.token !== refused && session.token !== null) return true
  return signInQuietly()
}

/** Several calls refused at once log in once. */
function signInQuietly(): Promise<boolean> {
  underWay ??= signIn().finally(() => (underWay = undefined))
  return underWay
}

async function signIn(): Promise<boolean> {
  session.problem = undefined
  if (session.user !== null && (await logIn())) return true
  session.asked = true
  return new Promise((resolve) => waiting.push(resolve))
}

/** False where nobody can be logged in without asking, or it failed: then `session.problem` says why. */
async function logIn(): Promise<boolean> {
  try {
    const code = await host.loginCode()
    if (code === null) return false
    const signedIn = await call('post', '/session/wechat', { body: { code } })
    session.token = signedIn.token
    session.problem = undefined
    session.user = signedIn.user
    keepUser(signedIn.user)
    return true
  } catch (error) {
    session.problem = asProblem(error)
    return false
  }
}

// What is typed, kept in this browser for one person until it was sent or the person signs out.
import { personId, session } from '@/session/session'

export interface Kept<T> {
  value: T
  /** Milliseconds of this computer's clock. */
  at: number
  /** The act's `Idempotency-Key`: a reload in its midst does nothing twice. */
  key: string
}

/**
 * Only for who began to type it, as long as they are here. A full disk stops no act: what cannot be
 * kept is still on the page.
 */
export function keep<T>(person: string, thing: string, value: T, key: string): void {
  if (session.who?.user.id !== person) return
  try {
    localStorage.setItem(keyOf(thing), JSON.stringify({ value, at: Date.now(), key } satisfies Kept<T>))
  } catch (error) {
    console.warn('not kept', thing, error)
  }
}

export function kept<T>(thing: string): Kept<T> | null {
  return JSON.parse(localStorage.getItem(keyOf(thing)) ?? 'null') as Kept<T> | null
}

export function dropKept(person: string, thing: string): void {
  if (session.who?.user.id !== person) return
  localStorage.removeItem(keyOf(thing))
}

/** At sign-out: office computers are shared, and others' typing is theirs. */
export function dropAllKept(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(keyOf(''))) localStorage.removeItem(key)
  sessionStorage.clear()
}

function keyOf(thing: string): string {
  return `kept:${personId()}:${thing}`
}

// What must survive a killed app: kept on the phone, for one person, with the moment it was typed.
import { write } from '@/storage/write'

export interface Kept<T> {
  value: T
  /** Milliseconds of the phone's clock. */
  at: number
}

/** `thing` names what is typed, such as `apply:<id>:<version>`; `person` is their id. A full phone stops no act. */
export function keep<T>(person: string, thing: string, value: T): void {
  write(keyOf(person, thing), { value, at: Date.now() })
}

export function kept<T>(person: string, thing: string): Kept<T> | null {
  const found = uni.getStorageSync(keyOf(person, thing)) as Kept<T> | ''
  return found === '' ? null : found
}

export function drop(person: string, thing: string): void {
  uni.removeStorageSync(keyOf(person, thing))
}

/** How many things are kept: what a sign-out would lose. */
export function countKept(): number {
  return uni.getStorageInfoSync().keys.filter((key) => key.startsWith('kept:')).length
}

/** Everything of everybody: at sign-out and when an account was closed. */
export function dropAll(): void {
  for (const key of uni.getStorageInfoSync().keys) {
    if (key.startsWith('kept:')) uni.removeStorageSync(key)
  }
}

function keyOf(person: string, thing: string): string {
  return `kept:${person}:${thing}`
}

// One item a paper that is on its way: kept over a restart, sent one after the other.
import type { PathOf } from '@api/paths'
import type { Problem } from '@/api/problem'

export interface Destination {
  path: PathOf<'post'>
  names: Record<string, string>
  /** Further fields of the form, such as `kind`. */
  form: Record<string, string>
}

export interface QueuedPaper {
  id: string
  /** Which paper it is to be: a kind, or any name where there is but one list. */
  slot: string
  name: string
  size: number
  path: string
  /** By which the phone gives the file back after a restart. */
  held: string | null
  phase: 'waiting' | 'preparing' | 'sending' | 'failed'
  percent: number
  problem: Problem | undefined
  /** Tries so far: before a further one the server is asked whether it has the bytes. */
  tries: number
}

/** What of an item is written down. */
export type KeptPaper = Pick<QueuedPaper, 'id' | 'slot' | 'name' | 'size' | 'held'>

export function newItem(kept: KeptPaper, path: string): QueuedPaper {
  return { ...kept, path, phase: 'waiting', percent: 0, problem: undefined, tries: 0 }
}

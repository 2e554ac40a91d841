// Where the person left the work list: its filters, kept for this tab, so that the next one comes from the same list.
import { call } from '@/api/call'
import { personId } from '@/session/session'
import type { Schema } from '@api/paths'
import type { ReviewFilters } from './reviewFilters'

export const LIST = 'reviews'

export function keepFilters(filters: ReviewFilters): void {
  sessionStorage.setItem(place(), JSON.stringify(filters))
}

export function keptFilters(): ReviewFilters {
  return JSON.parse(sessionStorage.getItem(place()) ?? '{}') as ReviewFilters
}

/** The first of that list which is open to the person, and is not this one. */
export async function findNext(id: string, signal?: AbortSignal): Promise<Schema<'ReviewItem'> | undefined> {
  const { state: _, ...filters } = keptFilters()
  const page = await call('get', '/reviews', { query: { ...filters, state: 'open', limit: 20 }, signal })
  const acts = ['decide', 'score', 'declare']
  const open = page.items.filter((item) => item.id !== id && !item.expert?.scored)
  return open.find((item) => item.allowed.some((act) => acts.includes(act)))
}

function place(): string {
  return `filters:${personId()}:${LIST}`
}

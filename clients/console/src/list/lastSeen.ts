// Which row of a list was opened last, in this tab: coming back, one finds one's place.
import { personId } from '@/session/session'

/** `list` names the list, e.g. `reviews`. */
export function markSeen(list: string, id: string): void {
  sessionStorage.setItem(placeOf(list), id)
}

export function lastSeen(list: string): string | undefined {
  return sessionStorage.getItem(placeOf(list)) ?? undefined
}

function placeOf(list: string): string {
  return `seen:${personId()}:${list}`
}

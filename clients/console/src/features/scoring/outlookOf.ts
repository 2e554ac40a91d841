// Who would be above the line: drawn before it is asked for; the API decides, and refuses what differs.
import type { Schema } from '@api/paths'

export type Outlook = 'in' | 'out' | 'tied'
type Ranked = Schema<'Ranked'>

/** Of those that still wait, best first; a tie that the line cuts is open until `named` fills its room. */
export function outlookOf(waiting: readonly Ranked[], chosen: number, named: readonly string[]): Map<string, Outlook> {
  const last = waiting[chosen - 1]?.rank ?? 0
  const tied = waiting.filter((one) => one.rank === last)
  const room = chosen - waiting.filter((one) => one.rank < last).length
  const cut = tied.length > room
  return new Map(
    waiting.map((one) => {
      if (one.rank < last) return [one.application_id, 'in']
      if (one.rank > last) return [one.application_id, 'out']
      if (!cut || named.includes(one.application_id)) return [one.application_id, 'in']
      return [one.application_id, named.length >= room ? 'out' : 'tied']
    }),
  )
}

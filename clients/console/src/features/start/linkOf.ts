// Where a figure of the start page leads: the list it counts, narrowed as it says.
import type { Schema } from '@api/paths'
import type { RouteLocationRaw } from 'vue-router'

type Link = Schema<'DeskLink'>
type Query = Record<string, string>

const READ_INSTEAD: Readonly<Record<string, string>> = { 'notice-new': 'notices', 'payout-new': 'payouts' }
const CONFIRMATIONS: Readonly<Record<string, string>> = { to_confirm: 'waiting', refused: 'refused' }

/** The route's name and its filters; a list without a page of its own yet leads nowhere. */
export function linkOf(link: Link, known: (name: string) => boolean): RouteLocationRaw | undefined {
  const { name, query } = target(link)
  if (known(name)) return { name, query }
  // Who only reads comes to the list in which the act would begin.
  const list = READ_INSTEAD[name]
  return list !== undefined && known(list) ? { name: list } : undefined
}

/** The same list, only what is late. */
export function lateOf(link: Link, known: (name: string) => boolean): RouteLocationRaw | undefined {
  return link.list === 'reviews' || link.list === 'clients' ? linkOf({ ...link, due: 'overdue' }, known) : undefined
}

function target(link: Link): { name: string; query: Query } {
  const { list, edition, stage, state, due } = link
  switch (list) {
    case 'reviews':
      return { name: 'reviews', query: said({ edition, stage, state: state === 'open' ? undefined : state, due }) }
    case 'clients':
      return { name: 'clients', query: ofClients(link) }
    case 'notices':
      return state === 'due' ? { name: 'notice-new', query: said({ edition }) } : { name: 'notices', query: said({ state }) }
    case 'objections':
      return { name: 'notices', query: { objections: 'open' } }
    case 'payouts':
      return state === 'payable' ? { name: 'payout-new', query: said({ edition }) } : { name: 'payouts', query: {} }
    case 'without_officer':
      return { name: 'reviews-without-officer', query: {} }
    case 'held_contents':
      return { name: 'held-contents', query: {} }
    case 'file_proposals':
      return { name: 'files', query: {} }
    case 'notifications':
      return { name: 'inbox', query: {} }
    default:
      return { name: list, query: {} }
  }
}

function ofClients({ edition, stage, state, due }: Link): Query {
  const confirmation = state === undefined || state === null ? undefined : CONFIRMATIONS[state]
  return said({ edition, stage, status: confirmation ? undefined : state, confirmation, due })
}

function said(query: Record<string, string | null | undefined>): Query {
  return Object.fromEntries(Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1])))
}

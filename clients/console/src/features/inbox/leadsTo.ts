// Where the thing that a message is about is dealt with: a page that the reader may open, or none.
import type { RouteLocationRaw, Router } from 'vue-router'
import type { Schema } from '@api/paths'
import { mayOpen } from '@/routes'

/** By the message's event, the first that the reader may open; all others lead to their application. */
const LISTS: Readonly<Record<string, string | readonly string[]>> = {
  'desk.waiting': ['reviews', 'clients'],
  'desk.overdue': ['reviews', 'clients'],
  'appeal.to_decide': 'appeals',
  'objection.to_answer': 'notices',
  'dispute.to_decide': 'disputes',
  'payee.to_verify': 'payees',
  'content.waiting': 'held-contents',
  'programme.proposed': 'file-proposals',
  'programme.refused': 'file-proposals',
  'programme.published': 'files',
  'platform.batch_done': 'batches',
  'platform.batch_failed': 'batches',
  'platform.clients_to_invite': 'clients',
  'platform.rated': 'ratings',
  'platform.paid': 'clients',
  'platform.payment_failed': 'platform-profile',
}
/** Pages of one application, by whom they are for. */
const FILES = ['client', 'application-file'] as const

export function leadsTo(entry: Schema<'NotificationView'>, router: Router): RouteLocationRaw | undefined {
  const lists = LISTS[entry.event]
  if (lists !== undefined) {
    const list = [lists].flat().find((name) => opens(name, router))
    return list === undefined ? undefined : { name: list }
  }
  const file = FILES.find((name) => opens(name, router))
  if (file === undefined || entry.application_id === null) return undefined
  return { name: file, params: { id: entry.application_id } }
}

function opens(name: string, router: Router): boolean {
  return router.hasRoute(name) && mayOpen(name)
}

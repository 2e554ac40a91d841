// Whom to ask about an edition, where the authority names somebody.
import { client } from '@/client/client'
import type { Schema } from '@api/paths'

export function contactOf(edition: string): Schema<'ClientContact'> | undefined {
  return client.terms?.contacts.find((one) => one.edition === edition && one.phone !== null)
}

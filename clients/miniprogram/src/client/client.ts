// What this client must know before anything: asked once at each start, kept for a start without network.
import { reactive } from 'vue'
import { call } from '@/api/call'
import type { Schema } from '@api/paths'
import { Problem } from '@/api/problem'
import { write } from '@/storage/write'

const KEPT = 'client-terms'

export type ClientTerms = Schema<'ClientTerms'>

export const client = reactive<{ terms: ClientTerms | null }>({
  terms: (uni.getStorageSync(KEPT) as ClientTerms | '') || null,
})

/** Never throws: what was kept goes on holding when nothing can be had. */
export async function askTerms(): Promise<ClientTerms | null> {
  try {
    client.terms = await call('get', '/client')
    write(KEPT, client.terms)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  return client.terms
}

// Finds one entry of a notice: among its first ones, else page by page.
import type { Aborter } from '@/api/aborter'
import { call } from '@/api/call'
import type { Schema } from '@api/paths'

export type Entry = Schema<'EntryView'>

/** Null where the notice has no such entry: the objection is then about the whole of it. */
export async function findEntry(notice: Schema<'NoticeView'>, id: string, aborter: Aborter): Promise<Entry | null> {
  let items = notice.entries
  let cursor: string | undefined
  for (;;) {
    const found = items.find((entry) => entry.id === id)
    if (found) return found
    if (cursor === undefined && items !== notice.entries) return null
    const query = { limit: 100, ...(cursor ? { cursor } : {}) }
    const page = await call('get', '/notices/{notice_id}/entries', { path: { notice_id: notice.id }, query, aborter })
    items = page.items
    cursor = page.next_cursor ?? undefined
  }
}

// A notice as it would be, with exactly the applications that publishing will name.
import type { Body, Schema } from '@api/paths'
import { call } from '@/api/call'

type Asked = Body<'post', '/notices/preview'>

export interface Previewed {
  notice: Schema<'NoticePreview'>
  /** So many wait beyond what one notice may name. */
  left: number
}

export async function previewNotice(asked: Asked, signal: AbortSignal): Promise<Previewed> {
  const all = await call('post', '/notices/preview', { body: asked, signal })
  const left = all.entries_total - all.application_ids.length
  if (left === 0) return { notice: all, left }
  const body = { ...asked, application_ids: all.application_ids }
  return { notice: await call('post', '/notices/preview', { body, signal }), left }
}

/** What has come since the preview, and what of it no longer waits. */
export async function changedSince(asked: Asked, shown: readonly string[]): Promise<{ come: number; gone: number }> {
  const { application_ids: now } = await call('post', '/notices/preview', { body: asked })
  const [before, after] = [new Set(shown), new Set(now)]
  return { come: now.filter((id) => !before.has(id)).length, gone: shown.filter((id) => !after.has(id)).length }
}

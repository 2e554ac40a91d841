// What is chosen for a new batch, kept in this browser until it is handed in, and how it is handed in.
import { call } from '@/api/call'
import type { KeptFile } from './useFileUpload'

export interface BatchDraft {
  /** `<edition>/<track>`; empty until it is chosen. */
  target: string
  mode: 'valid_rows' | 'all_or_nothing'
  manifest: KeptFile | null
  archive: KeptFile | null
}

export const EMPTY: BatchDraft = { target: '', mode: 'valid_rows', manifest: null, archive: null }

export function editionOf(draft: BatchDraft): string {
  return draft.target.split('/')[0] ?? ''
}
export function trackOf(draft: BatchDraft): string {
  return draft.target.split('/')[1] ?? ''
}

/** The batch's id; the same files again are the same batch. */
export async function handIn(draft: BatchDraft, key: string): Promise<string> {
  const batch = await call('post', '/platform/batches', {
    body: {
      edition: editionOf(draft),
      track: trackOf(draft),
      mode: draft.mode,
      manifest_upload: draft.manifest?.id ?? '',
      archive_upload: draft.archive?.id ?? null,
    },
    key,
  })
  return batch.id
}

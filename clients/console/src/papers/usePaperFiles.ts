// Bytes of papers for this page alone: fetched once, the next one ahead, and given back to memory.
import { onUnmounted } from 'vue'
import { fetchFile } from '@/api/download'
import { asProblem, Problem } from '@/api/problem'
import { keyOf, type Shown } from './paper'

/** So many are kept; papers are up to 20 MB. */
const MOST = 6

export interface PaperFile {
  /** Of what it is a picture. */
  key: string
  url: string
  type: string
}

export interface PaperFiles {
  /** Throws `Problem`. */
  open(shown: Shown, signal?: AbortSignal): Promise<PaperFile>
  /** Fetches what will be looked at next; that it fails is told when it is opened. */
  ahead(shown: Shown): void
}

export function usePaperFiles(): PaperFiles {
  const kept = new Map<string, PaperFile>()
  let gone = false

  async function open(shown: Shown, signal?: AbortSignal): Promise<PaperFile> {
    const key = keyOf(shown)
    const blob = kept.has(key) ? undefined : await fetched(shown, signal)
    // Fetched ahead and opened at once, it may have come twice.
    const known = kept.get(key)
    if (known !== undefined) {
      kept.delete(key)
      kept.set(key, known)
      return known
    }
    if (blob === undefined || gone) throw new Problem(0, 'cancelled', '', '')
    const file = { key, url: URL.createObjectURL(blob), type: blob.type }
    kept.set(key, file)
    for (const [oldest, { url }] of kept) {
      if (kept.size <= MOST) break
      URL.revokeObjectURL(url)
      kept.delete(oldest)
    }
    return file
  }

  onUnmounted(() => {
    gone = true
    kept.forEach(({ url }) => URL.revokeObjectURL(url))
  })
  return {
    open,
    ahead: (shown) => {
      if (!kept.has(keyOf(shown))) open(shown).catch((error: unknown) => void asProblem(error))
    },
  }
}

async function fetched({ paper, page }: Shown, signal?: AbortSignal): Promise<Blob> {
  const asked = signal ? { signal } : {}
  const { content, preview } = paper
  const found =
    page === 'original' || !preview
      ? await fetchFile(content.address, { path: content.path, ...asked })
      : await fetchFile(preview.address, { path: preview.path, ...asked, query: { page } })
  return found.blob
}

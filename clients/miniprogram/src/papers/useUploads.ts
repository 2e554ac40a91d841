// The papers of one thing that are on their way to the server, for a page that shows them.
import { onUnmounted, reactive, watch } from 'vue'
import type { PickedFile } from '@/host/host'
import { online } from '@/network/online'
import { session } from '@/session/session'
import type { QueuedPaper } from './queue'
import { addFiles, removeItem, retryItem, takeUp, type Line, type Wishes } from './uploadLine'

export interface Uploads {
  items: QueuedPaper[]
  /** Names of files that the phone let go before they were sent. */
  lost: string[]
  add(slot: string, picked: readonly PickedFile[]): void
  retry(id: string): void
  remove(id: string): void
}

/** `thing` names what they belong to, such as `application:<id>`; somebody must be logged in. */
export function useUploads(thing: string, wishes: Wishes): Uploads {
  const person = session.user?.id ?? ''
  const line = reactive<Line>({ person, thing, wishes, items: [], lost: [], running: undefined, closed: false })
  void takeUp(line)
  watch(online, (present) => {
    if (present) line.items.filter((one) => one.problem?.status === 0).forEach((one) => retryItem(line, one.id))
  })
  onUnmounted(() => {
    line.closed = true
    line.running?.aborter.abort()
  })
  return reactive({
    items: line.items,
    lost: line.lost,
    add: (slot: string, picked: readonly PickedFile[]) => void addFiles(line, slot, picked),
    retry: (id: string) => retryItem(line, id),
    remove: (id: string) => removeItem(line, id),
  }) as Uploads
}

// Rows picked across pages: kept beside the table, per list, for this tab, until sign-out.
import { computed, reactive } from 'vue'
import { personId } from '@/session/session'

/** What a bar and a confirmation say of a picked row without fetching it again. */
export interface Picked {
  id: string
  number: string
  name: string
  amount_fen?: number | null | undefined
}

export interface Selection {
  picked: Map<string, Picked>
  count: number
  total_fen: number
  has(id: string): boolean
  toggle(row: Picked): void
  /** All of these, or none of them if all were picked. */
  toggleAll(rows: readonly Picked[]): void
  remove(ids: readonly string[]): void
  clear(): void
}

/** `list` names the list, e.g. `reviews`. */
export function useSelection(list: string): Selection {
  const place = `selected:${personId()}:${list}`
  const picked = reactive(new Map<string, Picked>(JSON.parse(sessionStorage.getItem(place) ?? '[]')))

  function changed(change: () => void): void {
    change()
    sessionStorage.setItem(place, JSON.stringify([...picked]))
  }

  return reactive({
    picked,
    count: computed(() => picked.size),
    total_fen: computed(() => [...picked.values()].reduce((sum, row) => sum + (row.amount_fen ?? 0), 0)),
    has: (id: string) => picked.has(id),
    toggle: (row: Picked) => changed(() => picked.delete(row.id) || picked.set(row.id, row)),
    toggleAll(rows: readonly Picked[]) {
      const all = rows.every((row) => picked.has(row.id))
      changed(() => rows.forEach((row) => (all ? picked.delete(row.id) : picked.set(row.id, row))))
    },
    remove: (ids: readonly string[]) => changed(() => ids.forEach((id) => picked.delete(id))),
    clear: () => changed(() => picked.clear()),
  }) as unknown as Selection
}

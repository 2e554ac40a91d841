// A list that grows page by page (keyset: `next_cursor`), as the person scrolls down.
import { onPullDownRefresh, onReachBottom, onShow } from '@dcloudio/uni-app'
import { onUnmounted, reactive, watch } from 'vue'
import { newAborter, type Aborter } from '@/api/aborter'
import type { Problem } from '@/api/problem'
import { asProblem } from './useLoad'

export interface ListPage<T> {
  items: T[]
  next_cursor?: string | null
  total?: number | null
}

export interface List<T> {
  state: 'loading' | 'ready' | 'failed' | 'refused'
  items: T[]
  total: number | null
  /** The newest try's refusal, of the first page or of a further one. */
  problem: Problem | undefined
  refreshing: boolean
  /** Whether further pages are known to exist. */
  further: boolean
  reload(): Promise<void>
  more(): Promise<void>
}

interface Wishes {
  on?: () => unknown
  onShow?: boolean
  /** Does not fetch until `reload` or a change of `on`: the page waits for its own address. */
  later?: boolean
}

export function useList<T>(
  fetch: (cursor: string | undefined, aborter: Aborter) => Promise<ListPage<T>>,
  wishes: Wishes = {},
): List<T> {
  let running: Aborter | undefined
  let cursor: string | undefined
  const list = reactive({
    state: 'loading',
    items: [],
    total: null,
    problem: undefined,
    refreshing: false,
    further: false,
    reload: () => read(true),
    more: () => (list.further && !list.refreshing ? read(false) : Promise.resolve()),
  }) as List<T>

  async function read(first: boolean): Promise<void> {
    running?.abort()
    const mine = (running = newAborter())
    list.refreshing = true
    try {
      const page = await fetch(first ? undefined : cursor, mine)
      if (running !== mine) return
      cursor = page.next_cursor ?? undefined
      list.items = first ? page.items : [...list.items, ...page.items]
      list.total = page.total ?? null
      Object.assign(list, { state: 'ready', problem: undefined, further: cursor !== undefined })
    } catch (error) {
      if (running === mine) settle(list, asProblem(error))
    } finally {
      if (running === mine) list.refreshing = false
    }
  }

  if (!wishes.later) void read(true)
  if (wishes.on) watch(wishes.on, () => void read(true))
  if (wishes.onShow) {
    // As in `useLoad`: a part that was drawn after its page hears of no first time.
    onShow(() => {
      if (list.state !== 'loading') void read(true)
    })
  }
  onReachBottom(() => void list.more())
  onPullDownRefresh(() => void read(true).finally(() => uni.stopPullDownRefresh()))
  onUnmounted(() => running?.abort())
  return list
}

function settle<T>(list: List<T>, problem: Problem): void {
  if (problem.code === 'cancelled') return
  list.problem = problem
  const refused = problem.status === 401 || problem.status === 403 || problem.status === 404
  if (refused) Object.assign(list, { state: 'refused', items: [] })
  else if (list.state === 'loading') list.state = 'failed'
}

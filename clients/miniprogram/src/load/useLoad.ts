// What a page has of the server: loading, ready, failed or refused, and never two of them.
import { onPullDownRefresh, onShow } from '@dcloudio/uni-app'
import { onUnmounted, reactive, watch } from 'vue'
import { newAborter, type Aborter } from '@/api/aborter'
import { asProblem, type Problem } from '@/api/problem'
import { persist } from './persist'

export { asProblem }

/** `value` stays while it is fetched anew; `problem` beside a value: the newest try failed. */
export interface Load<T> {
  state: 'loading' | 'ready' | 'failed' | 'refused'
  value: T | undefined
  problem: Problem | undefined
  refreshing: boolean
  reload(): Promise<void>
}

interface Wishes {
  /** Fetches anew whenever these change. */
  on?: () => unknown
  /** Fetches anew whenever the page is shown again. */
  onShow?: boolean
  /** Does not fetch until `reload` or a change of `on`. */
  later?: boolean
}

/** Fetches now, on change, on pulling down; the later question wins whatever answers first. */
export function useLoad<T>(
  fetch: (aborter: Aborter) => Promise<T>,
  wishes: Wishes = {},
): Load<T> {
  let running: Aborter | undefined
  const load = reactive({
    state: 'loading',
    value: undefined,
    problem: undefined,
    refreshing: false,
    reload,
  }) as Load<T>

  async function reload(): Promise<void> {
    running?.abort()
    const mine = (running = newAborter())
    load.refreshing = load.value !== undefined
    if (load.value === undefined) load.state = 'loading'
    try {
      const once = () => fetch(mine)
      const value = await (load.refreshing ? persist(once, () => mine.aborted) : once())
      if (running === mine) Object.assign(load, { state: 'ready', value, problem: undefined })
    } catch (error) {
      if (running === mine) settle(load, asProblem(error))
    } finally {
      if (running === mine) load.refreshing = false
    }
  }

  if (!wishes.later) void reload()
  if (wishes.on) watch(wishes.on, () => void reload())
  if (wishes.onShow) {
    // Not by counting: a part that was drawn after its page hears of no first time.
    onShow(() => {
      if (load.state !== 'loading' && !load.refreshing) void reload()
    })
  }
  onPullDownRefresh(() => void reload().finally(() => uni.stopPullDownRefresh()))
  onUnmounted(() => running?.abort())
  return load
}

function settle<T>(load: Load<T>, problem: Problem): void {
  if (problem.code === 'cancelled') return
  load.problem = problem
  const refused = problem.status === 401 || problem.status === 403 || problem.status === 404
  if (refused) Object.assign(load, { state: 'refused', value: undefined })
  else if (load.value === undefined) load.state = 'failed'
}

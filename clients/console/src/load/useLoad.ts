// What a page has of the server: loading, ready, failed or refused, and never two of them.
import { onUnmounted, reactive, watch } from 'vue'
import { asProblem, type Problem } from '@/api/problem'

/**
 * `value` stays while it is fetched anew; `problem` beside a value: the newest try failed. What belongs
 * to another question than the one that failed is dropped.
 */
export interface Load<T> {
  state: 'loading' | 'ready' | 'failed' | 'refused'
  readonly value: T | undefined
  problem: Problem | undefined
  refreshing: boolean
  /** `background`: the page asks by itself, which is no use of the console. */
  reload(background?: boolean): Promise<void>
  /** What an act answered: it stands, whatever was asked for before and answers later. */
  put(value: T): void
}

/** Fetches now and whenever `on` changes; the later question wins whatever answers first. */
export function useLoad<T>(
  fetch: (signal: AbortSignal, background: boolean) => Promise<T>,
  on?: () => unknown,
): Load<T> {
  let running: AbortController | undefined
  let ofOther = false
  const load = reactive({
    state: 'loading',
    value: undefined,
    problem: undefined,
    refreshing: false,
    reload,
    put,
  }) as Load<T>

  async function reload(background = false): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    load.refreshing = load.value !== undefined
    if (load.value === undefined) load.state = 'loading'
    try {
      const value = await fetch(mine.signal, background)
      if (running !== mine) return
      ofOther = false
      Object.assign(load, { state: 'ready', value, problem: undefined })
    } catch (error) {
      if (running === mine) settle(load, asProblem(error), ofOther)
    } finally {
      if (running === mine) load.refreshing = false
    }
  }

  function put(value: T): void {
    // Something else is looked at by now: then it is no answer to that.
    if (ofOther) return
    running?.abort()
    running = undefined
    Object.assign(load, { state: 'ready', value, problem: undefined, refreshing: false })
  }

  void reload()
  if (on)
    watch(on, () => {
      ofOther = true
      void reload()
    })
  onUnmounted(() => running?.abort())
  return load
}

function settle<T>(load: Load<T>, problem: Problem, ofOther: boolean): void {
  if (problem.code === 'cancelled') return
  load.problem = problem
  if (ofOther) Object.assign(load, { value: undefined })
  const refused = problem.status === 401 || problem.status === 403 || problem.status === 404
  if (refused) Object.assign(load, { state: 'refused', value: undefined })
  else if (load.value === undefined) load.state = 'failed'
}

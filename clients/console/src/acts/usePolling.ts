// Asks again while something runs: soon at first, then seldom, never while the page is hidden.
import { onUnmounted, watch } from 'vue'
import type { Load } from '@/load/useLoad'

const FIRST_MS = 1_000
const MOST_MS = 5_000

/** Reloads as long as `runs` says of the value that it is between two states. */
export function usePolling<T>(load: Load<T>, runs: (value: T) => boolean): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = FIRST_MS
  let over = false

  function plan() {
    clearTimeout(timer)
    // The answer that leaving the page cut short ends here too.
    if (over || document.hidden || load.value === undefined || !runs(load.value)) return
    timer = setTimeout(() => void load.reload(true).finally(plan), wait)
    wait = Math.min(MOST_MS, wait * 1.5)
  }

  function seen() {
    wait = FIRST_MS
    if (!document.hidden && load.value !== undefined && runs(load.value)) void load.reload(true)
    plan()
  }

  watch(() => load.value, plan)
  document.addEventListener('visibilitychange', seen)
  onUnmounted(() => {
    over = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', seen)
  })
}

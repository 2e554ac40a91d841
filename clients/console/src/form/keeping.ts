// Writes what is typed into this browser half a second after the last key, and whenever the page is hidden.
import { onUnmounted, watch } from 'vue'

const AFTER_MS = 500

/** `write` runs once the typing rests; what waits is written before the page is gone. */
export function keepWhenResting(typed: () => string, write: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined

  function now(): void {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    write()
  }

  watch(typed, () => {
    clearTimeout(timer)
    timer = setTimeout(now, AFTER_MS)
  })
  addEventListener('pagehide', now)
  document.addEventListener('visibilitychange', now)
  onUnmounted(() => {
    now()
    removeEventListener('pagehide', now)
    document.removeEventListener('visibilitychange', now)
  })
}

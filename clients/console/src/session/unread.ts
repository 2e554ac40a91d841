// How many messages wait to be read: asked now and then, which keeps no session alive.
import { onMounted, onUnmounted, ref } from 'vue'
import { call } from '@/api/call'
import { asProblem } from '@/api/problem'

const EVERY_MS = 60_000

export const unread = ref(0)

export async function countUnread(): Promise<void> {
  try {
    unread.value = (await call('get', '/notifications/unread', { background: true })).count
  } catch (error) {
    // The number of before stands until the next time.
    asProblem(error)
  }
}

/** Asks while the page is to be seen. */
export function useUnread(): void {
  const look = () => void (document.hidden || countUnread())
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => {
    look()
    timer = setInterval(look, EVERY_MS)
    document.addEventListener('visibilitychange', look)
  })
  onUnmounted(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  })
}

// Seconds that are left of a wait that the server named; then something happens by itself.
import { onUnmounted, ref, watch, type Ref } from 'vue'
import type { Problem } from '@/api/problem'

/** Counts down each refusal's own wait, if trying again can help at all; `over` runs once at zero. */
export function useCountdown(problem: () => Problem, over: () => void): Ref<number> {
  const left = ref(0)
  let timer: ReturnType<typeof setInterval> | undefined

  function stop() {
    if (timer !== undefined) clearInterval(timer)
    timer = undefined
  }

  function start(wait: number) {
    const until = Date.now() + wait * 1000
    left.value = wait
    timer = setInterval(() => {
      left.value = Math.max(0, Math.ceil((until - Date.now()) / 1000))
      if (left.value > 0) return
      stop()
      over()
    }, 1000)
  }

  watch(
    problem,
    (refused) => {
      stop()
      left.value = 0
      if (refused.passing && refused.retryAfterSeconds !== null) start(refused.retryAfterSeconds)
    },
    { immediate: true },
  )
  onUnmounted(stop)
  return left
}

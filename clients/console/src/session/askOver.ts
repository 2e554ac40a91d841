// One question over the page, however many calls wait for its answer.
import { ref, type Ref } from 'vue'

export interface AskOver {
  open: Ref<boolean>
  /** Opens it; answers whether the call that asks may be sent again. */
  ask(): Promise<boolean>
  settle(again: boolean): void
}

export function askOver(): AskOver {
  const open = ref(false)
  let waiting: ((again: boolean) => void)[] = []

  return {
    open,
    ask() {
      open.value = true
      return new Promise((resolve) => waiting.push(resolve))
    },
    settle(again) {
      open.value = false
      const told = waiting
      waiting = []
      told.forEach((resolve) => resolve(again))
    },
  }
}

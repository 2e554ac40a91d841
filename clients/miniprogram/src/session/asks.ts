// What a refused call waits for: consent to the privacy text, or a phone number; asked over the page.
import { reactive } from 'vue'

export const asks = reactive<{ wanted: 'consent' | 'phone' | null }>({ wanted: null })

let waiting: ((given: boolean) => void)[] = []

/** Opens the sheet; true once the person gave it, false when they declined. */
export function give(wanted: 'consent' | 'phone'): Promise<boolean> {
  asks.wanted = wanted
  return new Promise((resolve) => waiting.push(resolve))
}

/** What the person did with the sheet. */
export function answerAsk(given: boolean): void {
  asks.wanted = null
  waiting.splice(0).forEach((tell) => tell(given))
}

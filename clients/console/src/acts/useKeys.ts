// Single keys of a page: silent while something is typed, and to be switched off (WCAG 2.1.4).
import { onMounted, onUnmounted, ref } from 'vue'

const KEPT = 'keys'

export interface Key {
  /** As `KeyboardEvent.key` says it, in lower case. */
  key: string
  /** What it does, for the list of keys. */
  does: string
  run(): void
}

export const keysOn = ref(localStorage.getItem(KEPT) !== 'off')

export function switchKeys(on: boolean): void {
  keysOn.value = on
  localStorage.setItem(KEPT, on ? 'on' : 'off')
}

/** `keys` is asked at each press, so that what is not open now does nothing. */
export function useKeys(keys: () => readonly Key[]): void {
  function press(event: KeyboardEvent) {
    if (!keysOn.value || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (isTyping(event.target) || document.querySelector('.el-overlay:not([style*="display: none"])')) return
    // Plus lies on the key of =, and on a number pad.
    const key = event.key === '+' ? '=' : event.key.toLowerCase()
    const found = keys().find((one) => one.key === key)
    if (!found) return
    event.preventDefault()
    found.run()
  }
  onMounted(() => addEventListener('keydown', press))
  onUnmounted(() => removeEventListener('keydown', press))
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))
}

// Asks before a page is left while bytes flow; not before, not after.
import { onMounted, onUnmounted } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'
import { confirmAct } from '@/frame/confirmAct'
import { words } from './words'

export function useSendingGuard(sends: () => boolean): void {
  const w = words()
  const closing = (event: BeforeUnloadEvent) => {
    if (!sends()) return
    event.preventDefault()
    // Forks of Chromium before 119 ask only where this is set.
    event.returnValue = true
  }
  onBeforeRouteLeave(() => !sends() || confirmAct({ title: w.leaveTitle, text: w.leaveText, verb: w.leave }))
  onMounted(() => addEventListener('beforeunload', closing))
  onUnmounted(() => removeEventListener('beforeunload', closing))
}

// Asks before a page with unsent typing is left: by a link, by another id in the same page, by closing the tab.
import { onMounted, onUnmounted } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'
import { confirmAct } from '@/frame/confirmAct'
import { words } from './words'

/** `kept`: what is typed stays in this browser and is offered again. */
export function useUnsavedGuard(dirty: () => boolean, kept = true): void {
  const ask = async () => {
    const w = words()
    if (!dirty()) return true
    return confirmAct({ title: w.leaveTitle, text: kept ? w.leaveKept : w.leaveLost, verb: w.leave })
  }
  const closing = (event: BeforeUnloadEvent) => {
    if (!dirty() || kept) return
    event.preventDefault()
    // Forks of Chromium before 119 ask only where this is set.
    event.returnValue = true
  }
  onBeforeRouteLeave(ask)
  // A filter in the address is no other page.
  onBeforeRouteUpdate((to, from) => to.path === from.path || ask())
  onMounted(() => addEventListener('beforeunload', closing))
  onUnmounted(() => removeEventListener('beforeunload', closing))
}

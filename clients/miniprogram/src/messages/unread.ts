// How many messages wait, as the badge of the tab shows it.
import { ref } from 'vue'
import { call } from '@/api/call'
import { Problem } from '@/api/problem'
import { session } from '@/session/session'

const TAB = 3
const AGAIN_MS = 20_000

export const unread = ref(0)

let asked = 0

/** Draws the badge; where the page has no tabs, the next one that has them draws it. */
export function showUnread(count: number): void {
  unread.value = count
  const ignored = { index: TAB, fail: () => undefined }
  if (count > 0) void uni.setTabBarBadge({ ...ignored, text: count > 99 ? '99+' : String(count) })
  else void uni.removeTabBarBadge(ignored)
}

/** Asks anew, at most every 20 seconds unless `now`; nobody is asked to log in for it. */
export async function refreshUnread(now = false): Promise<void> {
  if (session.token === null) {
    showUnread(0)
    return
  }
  if (!now && Date.now() - asked < AGAIN_MS) return
  asked = Date.now()
  const id = session.user?.id
  try {
    const { count } = await call('get', '/notifications/unread')
    // Whoever logged out meanwhile leaves no badge behind.
    if (session.token !== null && session.user?.id === id) showUnread(count)
  } catch (error) {
    // The badge keeps what it last knew; the page itself says what is wrong.
    if (!(error instanceof Problem)) throw error
  }
}

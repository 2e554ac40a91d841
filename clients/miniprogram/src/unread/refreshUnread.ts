// How many messages are unread: the number on the tab of messages.
import { call } from '@/api/call'
import { Problem } from '@/api/problem'
import { session } from '@/session/session'

const TAB = 3

/** Asks and draws; without a login or a network the number stays as it was. */
export async function refreshUnread(): Promise<void> {
  if (session.token === null) return draw(0)
  try {
    draw((await call('get', '/notifications/unread')).count)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
}

function draw(count: number): void {
  // On a page without tabs there is nothing to draw on: the next tab draws it.
  const ignored = { index: TAB, fail: () => undefined }
  if (count === 0) uni.removeTabBarBadge(ignored)
  else uni.setTabBarBadge({ ...ignored, text: count > 99 ? '99+' : String(count) })
}

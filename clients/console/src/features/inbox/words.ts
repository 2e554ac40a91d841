// Words of the inbox.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    readAll: '全部标为已读',
    which: '显示',
    unreadOnly: '只看未读',
    unread: '未读',
    markRead: '标为已读',
    goTo: (page: string) => `前往“${page}”`,
    empty: '还没有消息。需要您办理或了解的事，会在这里告诉您。',
  },
  {
    readAll: 'Mark all as read',
    which: 'Show',
    unreadOnly: 'Unread only',
    unread: 'Unread',
    markRead: 'Mark as read',
    goTo: (page: string) => `Go to ${page}`,
    empty: 'No messages yet. What you are to do or to know is told here.',
  },
)

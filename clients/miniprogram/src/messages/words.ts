// Words about messages, for the tab and for the messages of one application.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    title: '消息',
    ofOne: '这份申请的消息',
    unread: '未读',
    all: '全部',
    unreadOnly: (count: number) => (count > 0 ? `未读 ${count > 99 ? '99+' : count}` : '未读'),
    filter: '看哪些消息',
    readAll: '全部标为已读',
    settings: '消息设置',
    empty: '还没有消息。申请有进展、要您补材料、补贴到账时，会在这里告诉您。',
    nothingUnread: '没有未读的消息。',
    emptyOfOne: '这份申请还没有消息。',
    logIn: '登录',
    guest: '登录后，申请的进展会在这里告诉您。',
  },
  {
    title: 'Messages',
    ofOne: 'Messages of this application',
    unread: 'Unread',
    all: 'All',
    unreadOnly: (count: number) => (count > 0 ? `Unread ${count > 99 ? '99+' : count}` : 'Unread'),
    filter: 'Which messages',
    readAll: 'Mark all as read',
    settings: 'Message settings',
    empty: 'No messages yet. You are told here when an application moves, wants something of you, or is paid.',
    nothingUnread: 'Nothing is unread.',
    emptyOfOne: 'This application has no messages yet.',
    logIn: 'Log in',
    guest: 'Once you are logged in, you are told here how your applications go.',
  },
)

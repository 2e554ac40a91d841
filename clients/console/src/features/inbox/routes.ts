// What a person was told.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

export default {
  routes: [
    {
      path: '/inbox',
      name: 'inbox',
      component: () => import('./InboxPage.vue'),
      meta: { title: say('消息', 'Messages'), roles: [] },
    },
  ],
} satisfies Feature

// Recognised platforms and other titles: who holds one, whose review is due, withdrawal by announcement.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

export default {
  menu: [{ group: 'decide', order: 50, title: say('认定名单', 'Titles'), to: 'recognitions' }],
  routes: [
    {
      path: '/recognitions',
      name: 'recognitions',
      component: () => import('./RecognitionListPage.vue'),
      meta: { title: say('认定名单', 'Titles'), roles: ['authority', 'inspector'] },
    },
  ],
} satisfies Feature

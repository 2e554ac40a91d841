// What clients told of the platform.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

export default {
  menu: [{ group: 'platform', order: 50, title: say('客户评价', 'Ratings'), to: 'ratings' }],
  routes: [
    {
      path: '/ratings',
      name: 'ratings',
      component: () => import('./RatingListPage.vue'),
      meta: { title: say('客户评价', 'Ratings'), roles: ['platform'] },
    },
  ],
} satisfies Feature

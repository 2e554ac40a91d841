// Reviews: the work list, one review, and what nobody's grant reaches.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

const READERS = ['district', 'auditor', 'expert', 'authority', 'inspector'] as const

export default {
  menu: [
    { group: 'desk', order: 10, title: say('审核', 'Reviews'), to: 'reviews' },
    { group: 'desk', order: 60, title: say('没有经办人的事项', 'Without an officer'), to: 'reviews-without-officer' },
  ],
  routes: [
    {
      path: '/reviews',
      name: 'reviews',
      component: () => import('./ReviewListPage.vue'),
      meta: { title: say('审核', 'Reviews'), roles: READERS },
    },
    {
      path: '/reviews/without-officer',
      name: 'reviews-without-officer',
      component: () => import('./WithoutOfficerPage.vue'),
      meta: { title: say('没有经办人的事项', 'Without an officer'), roles: ['authority', 'inspector'] },
    },
    {
      path: '/reviews/:id',
      name: 'review',
      component: () => import('./ReviewPage.vue'),
      meta: { title: say('审核一件', 'A review'), roles: READERS, parent: 'reviews', wide: true },
    },
  ],
} satisfies Feature

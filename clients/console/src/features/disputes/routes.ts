// Disputes over who acts for a firm: both sides, and what follows from the decision.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

const reading = ['district', 'authority', 'inspector'] as const

export default {
  menu: [{ group: 'decide', order: 30, title: say('企业归属争议', 'Disputes over firms'), to: 'disputes' }],
  routes: [
    {
      path: '/disputes',
      name: 'disputes',
      component: () => import('./DisputeListPage.vue'),
      meta: { title: say('企业归属争议', 'Disputes over firms'), roles: reading },
    },
    {
      path: '/disputes/:id',
      name: 'dispute',
      component: () => import('./DisputePage.vue'),
      meta: { title: say('企业归属争议', 'Dispute over a firm'), roles: reading, parent: 'disputes' },
    },
  ],
} satisfies Feature

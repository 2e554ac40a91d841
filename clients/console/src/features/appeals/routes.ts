// Appeals against a rejection or a lapse: the oldest first, decided with words that the firm reads.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

const reading = ['authority', 'inspector'] as const

export default {
  menu: [{ group: 'decide', order: 20, title: say('申诉', 'Appeals'), to: 'appeals' }],
  routes: [
    {
      path: '/appeals',
      name: 'appeals',
      component: () => import('./AppealListPage.vue'),
      meta: { title: say('申诉', 'Appeals'), roles: reading },
    },
    {
      path: '/appeals/:id',
      name: 'appeal',
      component: () => import('./AppealPage.vue'),
      meta: { title: say('申诉', 'Appeal'), roles: reading, parent: 'appeals' },
    },
  ],
} satisfies Feature

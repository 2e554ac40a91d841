// Editions and their budgets: figures, a pool's limits with who is affected, the end of a year.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

const reading = ['authority', 'inspector'] as const

export default {
  menu: [{ group: 'money', order: 10, title: say('年度与额度', 'Years and budgets'), to: 'editions' }],
  routes: [
    {
      path: '/editions',
      name: 'editions',
      component: () => import('./EditionListPage.vue'),
      meta: { title: say('年度与额度', 'Years and budgets'), roles: reading },
    },
    {
      path: '/editions/:code',
      name: 'edition',
      component: () => import('./EditionPage.vue'),
      meta: { title: say('年度', 'Year'), roles: reading, parent: 'editions' },
    },
    {
      path: '/editions/:code/pools/:pool',
      name: 'pool-resize',
      component: () => import('./PoolResizePage.vue'),
      meta: { title: say('调整额度', 'Change a budget'), roles: ['authority'], parent: 'edition' },
    },
    {
      path: '/editions/:code/close',
      name: 'edition-close',
      component: () => import('./EditionClosePage.vue'),
      meta: { title: say('关闭年度', 'Close a year'), roles: ['authority'], parent: 'edition' },
    },
  ],
} satisfies Feature

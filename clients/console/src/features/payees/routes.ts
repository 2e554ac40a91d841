// Accounts that money goes to, verified by two persons before anything is paid.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

export default {
  menu: [{ group: 'money', order: 20, title: say('收款账户', 'Accounts'), to: 'payees' }],
  routes: [
    {
      path: '/payees',
      name: 'payees',
      component: () => import('./PayeeListPage.vue'),
      meta: { title: say('收款账户', 'Accounts'), roles: ['authority', 'inspector'] },
    },
  ],
} satisfies Feature

// Payouts: what is payable, making one, its lines, and what the treasury paid.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

const reading = ['authority', 'inspector'] as const

export default {
  menu: [{ group: 'money', order: 30, title: say('拨付', 'Payouts'), to: 'payouts' }],
  routes: [
    {
      path: '/payouts',
      name: 'payouts',
      component: () => import('./PayoutListPage.vue'),
      meta: { title: say('拨付', 'Payouts'), roles: reading },
    },
    {
      path: '/payouts/new',
      name: 'payout-new',
      component: () => import('./PayoutNewPage.vue'),
      meta: { title: say('新建拨付批次', 'New payout'), roles: ['authority'], parent: 'payouts' },
    },
    {
      path: '/payouts/:id',
      name: 'payout',
      component: () => import('./PayoutPage.vue'),
      meta: { title: say('拨付批次', 'Payout'), roles: reading, parent: 'payouts' },
    },
    {
      path: '/payouts/:id/confirm',
      name: 'payout-confirm',
      component: () => import('./PayoutConfirmPage.vue'),
      meta: { title: say('登记拨付结果', 'Record the result'), roles: ['authority'], parent: 'payouts' },
    },
  ],
} satisfies Feature

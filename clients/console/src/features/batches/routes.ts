// Pages of batches: many clients handed in at once.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

export default {
  menu: [{ group: 'platform', order: 20, title: say('批量提交', 'Batches'), to: 'batches' }],
  routes: [
    {
      path: '/batches',
      name: 'batches',
      component: () => import('./BatchListPage.vue'),
      meta: { title: say('批量提交', 'Batches'), roles: ['platform'] },
    },
    {
      path: '/batches/new',
      name: 'new-batch',
      component: () => import('./NewBatchPage.vue'),
      meta: { title: say('新的一批', 'A new batch'), roles: ['platform'], parent: 'batches' },
    },
    {
      path: '/batches/:id',
      name: 'batch',
      component: () => import('./BatchPage.vue'),
      meta: { title: say('一批申请', 'A batch'), roles: ['platform'], parent: 'batches' },
    },
  ],
} satisfies Feature

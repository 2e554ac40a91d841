// Texts and pictures that wait for a look before others see them.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

export default {
  menu: [{ group: 'decide', order: 60, title: say('内容审核', 'Contents to judge'), to: 'held-contents' }],
  routes: [
    {
      path: '/held-contents',
      name: 'held-contents',
      component: () => import('./HeldListPage.vue'),
      meta: { title: say('内容审核', 'Contents to judge'), roles: ['authority', 'inspector'] },
    },
  ],
} satisfies Feature

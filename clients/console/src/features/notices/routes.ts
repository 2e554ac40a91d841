// Public notices: what waits for one, those that run, objections, the end.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

const reading = ['authority', 'inspector'] as const

export default {
  menu: [{ group: 'decide', order: 10, title: say('公示', 'Public notices'), to: 'notices' }],
  routes: [
    {
      path: '/notices',
      name: 'notices',
      component: () => import('./NoticeListPage.vue'),
      meta: { title: say('公示', 'Public notices'), roles: reading },
    },
    {
      path: '/notices/new',
      name: 'notice-new',
      component: () => import('./NoticeNewPage.vue'),
      meta: { title: say('发布公示', 'Publish a notice'), roles: ['authority'], parent: 'notices' },
    },
    {
      path: '/notices/:id',
      name: 'notice',
      component: () => import('./NoticePage.vue'),
      meta: { title: say('公示', 'Public notice'), roles: reading, parent: 'notices' },
    },
  ],
} satisfies Feature

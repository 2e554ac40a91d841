// The start page.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

export default {
  menu: [{ group: 'desk', order: 0, title: say('首页', 'Start'), to: 'start' }],
  routes: [
    {
      path: '/',
      name: 'start',
      component: () => import('./StartPage.vue'),
      meta: { title: say('首页', 'Start'), roles: [] },
    },
  ],
} satisfies Feature

// The person's own account.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

export default {
  routes: [
    {
      path: '/account',
      name: 'account',
      component: () => import('./AccountPage.vue'),
      meta: { title: say('我的账号', 'My account'), roles: [] },
    },
  ],
} satisfies Feature

// The pages of signing in.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

export default {
  routes: [
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('./SignInPage.vue'),
      meta: { title: say('登录', 'Sign in'), roles: [], public: true },
    },
  ],
} satisfies Feature

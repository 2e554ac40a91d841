// The pages of signing in, and what comes first after it.
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
    {
      path: '/first-password',
      name: 'first-password',
      component: () => import('./FirstPasswordPage.vue'),
      meta: { title: say('设置您自己的密码', 'Set your own password'), roles: [], bare: true },
    },
    {
      path: '/second-factor',
      name: 'second-factor',
      component: () => import('./SecondFactorPage.vue'),
      meta: { title: say('设置动态口令', 'Set up your second factor'), roles: [], bare: true },
    },
  ],
} satisfies Feature

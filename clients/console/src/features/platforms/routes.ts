// The platform about itself: profile with pictures and account, funding modes, plans.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

export default {
  menu: [
    { group: 'platform', order: 30, title: say('服务方案', 'Plans'), to: 'plans' },
    { group: 'platform', order: 40, title: say('平台资料', 'Profile'), to: 'platform-profile' },
  ],
  routes: [
    {
      path: '/plans',
      name: 'plans',
      component: () => import('./PlanListPage.vue'),
      meta: { title: say('服务方案', 'Plans'), roles: ['platform'] },
    },
    {
      path: '/plans/new',
      name: 'new-plan',
      component: () => import('./PlanPage.vue'),
      meta: { title: say('新增方案', 'A new plan'), roles: ['platform'], parent: 'plans' },
    },
    {
      path: '/plans/:id',
      name: 'plan',
      component: () => import('./PlanPage.vue'),
      meta: { title: say('修改方案', 'Change a plan'), roles: ['platform'], parent: 'plans' },
    },
    {
      path: '/platform',
      name: 'platform-profile',
      component: () => import('./PlatformPage.vue'),
      meta: { title: say('平台资料', 'Profile'), roles: ['platform'] },
    },
  ],
} satisfies Feature

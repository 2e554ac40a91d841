// Firms that somebody has claimed and nobody has checked.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

export default {
  menu: [{ group: 'desk', order: 20, title: say('待核实企业', 'Firms to verify'), to: 'firms' }],
  routes: [
    {
      path: '/firms',
      name: 'firms',
      component: () => import('./FirmListPage.vue'),
      meta: { title: say('待核实企业', 'Firms to verify'), roles: ['district', 'authority', 'inspector'] },
    },
  ],
} satisfies Feature

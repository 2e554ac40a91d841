// Figures of an edition: the budget curve and what is counted by place, platform, track and state.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

export default {
  menu: [{ group: 'watch', order: 10, title: say('统计', 'Figures'), to: 'figures' }],
  routes: [
    {
      path: '/figures',
      name: 'figures',
      component: () => import('./FiguresPage.vue'),
      meta: { title: say('统计', 'Figures'), roles: ['authority', 'inspector', 'district'] },
    },
  ],
} satisfies Feature

// Scoring: rounds of experts' points, for who closes them and draws the line.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

const READERS = ['authority', 'inspector'] as const

export default {
  menu: [{ group: 'decide', order: 10, title: say('评分和入选线', 'Scoring'), to: 'scorings' }],
  routes: [
    {
      path: '/scoring',
      name: 'scorings',
      component: () => import('./ScoringListPage.vue'),
      meta: { title: say('评分和入选线', 'Scoring'), roles: READERS },
    },
    {
      path: '/scoring/:code/:track',
      name: 'scoring',
      component: () => import('./ScoringPage.vue'),
      meta: { title: say('一轮评分', 'A round of scoring'), roles: READERS, parent: 'scorings' },
    },
  ],
} satisfies Feature

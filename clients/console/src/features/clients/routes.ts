// Pages of a platform's clients: where each application and its money stands.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

export default {
  menu: [{ group: 'platform', order: 10, title: say('客户申请', 'Clients'), to: 'clients' }],
  routes: [
    {
      path: '/clients',
      name: 'clients',
      component: () => import('./ClientListPage.vue'),
      meta: { title: say('客户申请', 'Clients'), roles: ['platform'] },
    },
    {
      path: '/clients/:id',
      name: 'client',
      component: () => import('./ClientPage.vue'),
      meta: { title: say('客户的申请', "A client's application"), roles: ['platform'], parent: 'clients', wide: true },
    },
  ],
} satisfies Feature

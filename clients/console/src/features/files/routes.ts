// Files of programmes: what is in force, checking and proposing, the second person's page.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

const READS = ['authority', 'inspector'] as const

export default {
  menu: [{ group: 'rules', order: 20, title: say('政策文件', 'Programme files'), to: 'files' }],
  routes: [
    {
      path: '/files',
      name: 'files',
      component: () => import('./FileListPage.vue'),
      meta: { title: say('政策文件', 'Programme files'), roles: READS },
    },
    {
      path: '/files/proposals',
      name: 'file-proposals',
      component: () => import('./FileProposalListPage.vue'),
      meta: { title: say('提出过的政策文件', 'Files proposed'), roles: READS, parent: 'files' },
    },
    {
      path: '/files/proposals/:id',
      name: 'file-proposal',
      component: () => import('./FileProposalPage.vue'),
      meta: { title: say('待发布的政策文件', 'Files to be published'), roles: READS, parent: 'files' },
    },
    {
      path: '/files/in-force/:code',
      name: 'file-in-force',
      component: () => import('./FileInForcePage.vue'),
      meta: { title: say('现行版本', 'In force'), roles: READS, parent: 'files' },
    },
    {
      path: '/files/check',
      name: 'file-check',
      component: () => import('./FileCheckPage.vue'),
      meta: { title: say('检查和提出政策文件', 'Check and propose files'), roles: ['authority'], parent: 'files' },
    },
  ],
} satisfies Feature

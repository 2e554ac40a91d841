// Exceptions: another application for a firm, corrected dates, revocations, moves, credit records, one whole file.
import type { Feature } from '@/frame/feature'
import { say } from '@/words/language'

const reading = ['authority', 'inspector'] as const

export default {
  menu: [
    { group: 'desk', order: 15, title: say('查申请', 'Find an application'), to: 'applications' },
    { group: 'decide', order: 40, title: say('同意再次申请', 'Exceptions'), to: 'waivers' },
    { group: 'decide', order: 70, title: say('失信记录', 'Credit records'), to: 'credit-records' },
  ],
  routes: [
    {
      path: '/waivers',
      name: 'waivers',
      component: () => import('./WaiverListPage.vue'),
      meta: { title: say('同意再次申请', 'Exceptions'), roles: reading },
    },
    {
      path: '/waivers/new',
      name: 'waiver-new',
      component: () => import('./WaiverNewPage.vue'),
      meta: { title: say('同意企业再次申请', 'Let a firm apply once more'), roles: ['authority'], parent: 'waivers' },
    },
    {
      path: '/credit-records',
      name: 'credit-records',
      component: () => import('./CreditRecordsPage.vue'),
      meta: {
        title: say('失信记录', 'Credit records'),
        roles: ['district', 'auditor', 'expert', 'authority', 'inspector'],
      },
    },
    {
      path: '/applications',
      name: 'applications',
      component: () => import('./ApplicationListPage.vue'),
      meta: { title: say('查申请', 'Find an application'), roles: reading },
    },
    {
      path: '/applications/:id/dates',
      name: 'application-dates',
      component: () => import('./CorrectDatesPage.vue'),
      meta: { title: say('更正签约和付款时间', 'Correct the dates'), roles: ['authority'], parent: 'application-file' },
    },
    {
      path: '/applications/:id/revoke',
      name: 'application-revoke',
      component: () => import('./RevokePage.vue'),
      meta: { title: say('撤销决定', 'Revoke'), roles: ['authority'], parent: 'application-file' },
    },
    {
      path: '/applications/:id/district',
      name: 'application-district',
      component: () => import('./MoveDistrictPage.vue'),
      meta: { title: say('转到其他区', 'Move to another district'), roles: ['district', 'authority'] },
    },
    {
      path: '/applications/:id',
      name: 'application-file',
      component: () => import('./ApplicationFilePage.vue'),
      meta: { title: say('申请全文', 'Application'), roles: reading, parent: 'applications' },
    },
  ],
} satisfies Feature

// The first steps of each role: which page, and by which words.
import type { Role } from '@/session/session'
import type { StepCode } from './words'

interface Step {
  code: StepCode
  /** A route's name; a step without its page is only told. */
  to: string
}

export const STEPS: Readonly<Record<Role, readonly Step[]>> = {
  platform: [
    { code: 'profile', to: 'platform-profile' },
    { code: 'plans', to: 'plans' },
    { code: 'clients', to: 'clients' },
    { code: 'batch', to: 'new-batch' },
  ],
  district: [
    { code: 'firms', to: 'firms' },
    { code: 'preliminary', to: 'reviews' },
    { code: 'figures', to: 'figures' },
  ],
  auditor: [
    { code: 'take', to: 'reviews' },
    { code: 'checklist', to: 'reviews' },
  ],
  expert: [
    { code: 'declare', to: 'reviews' },
    { code: 'score', to: 'reviews' },
  ],
  authority: [
    { code: 'budget', to: 'editions' },
    { code: 'approve', to: 'reviews' },
    { code: 'notice', to: 'notices' },
    { code: 'account', to: 'payees' },
    { code: 'payout', to: 'payouts' },
    { code: 'file', to: 'files' },
    { code: 'find', to: 'applications' },
    { code: 'figures', to: 'figures' },
  ],
  inspector: [
    { code: 'figures', to: 'figures' },
    { code: 'look', to: 'applications' },
    { code: 'followMoney', to: 'payouts' },
    { code: 'readFile', to: 'files' },
  ],
  admin: [
    { code: 'accounts', to: 'accounts' },
    { code: 'own', to: 'account' },
  ],
}

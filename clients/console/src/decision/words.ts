// Words of the reasoning behind an application.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    conditions: '申请条件',
    met: '符合',
    unmet: '不符合',
    unknown: '待核实',
    yes: '是',
    no: '否',
    none: '未填',
    sources: { particulars: '申请所填', declared: '企业申报', firm: '企业登记信息', default: '规则默认', verified: '审核核定' } as Record<string, string>,
    awardSteps: '资助金额怎样算出来',
    awardIs: (sum: string) => `资助金额 ${sum}。`,
    grantedIs: (sum: string) => `已锁定 ${sum}。`,
  },
  {
    conditions: 'Conditions',
    met: 'Met',
    unmet: 'Not met',
    unknown: 'Unknown',
    yes: 'yes',
    no: 'no',
    none: 'missing',
    sources: { particulars: 'as applied', declared: 'declared', firm: 'the firm’s record', default: 'by the rules', verified: 'found by a reviewer' } as Record<string, string>,
    awardSteps: 'The award, step by step',
    awardIs: (sum: string) => `Award ${sum}. `,
    grantedIs: (sum: string) => `Locked ${sum}.`,
  },
)

// Words of appeals.
import type { Schema } from '@api/paths'
import { inBoth } from '@/words/language'
import type { Tone } from '@/words/states'

export type AppealState = Schema<'AppealView'>['state']
export const DECIDED = ['upheld', 'dismissed'] as const
export const TONES: Record<AppealState, Tone> = { open: 'amber', upheld: 'green', dismissed: 'grey' }

export const words = inBoth(
  {
    caption: '申诉',
    state: '状态',
    states: { open: '待决定', upheld: '已支持', dismissed: '已驳回' },
    number: '受理编号',
    enterprise: '企业',
    reason: '申诉理由',
    raisedAt: '提出时间',
    papers: '材料数',
    decidedAt: '决定日期',
    none: '申诉已办完。',
    noneDecided: '还没有这样的申诉。',
    titleOf: (name: string, number: string) => `${name}的申诉（${number}）`,
    toFile: '查看申请全文',
    said: '企业的申诉理由',
    noPapers: '没有附材料。',
    against: '申诉所针对的决定',
    statuses: { rejected: '不予通过', lapsed: '逾期未补正' },
    noReason: '没有写明理由。',
    decision: '申诉决定',
    reading: '由主管部门决定。',
    decide: '作出决定',
    verdict: '决定',
    verbs: { upheld: '支持申诉', dismissed: '驳回申诉' },
    follows: {
      upheld: '申请回到原来的环节继续办理，排队先后按原来的时间计算；额度是否仍够，以排位为准。',
      dismissed: '原决定不变，申请不再办理。',
    },
    decideTitle: (verdict: 'upheld' | 'dismissed', name: string, number: string) =>
      `${verdict === 'upheld' ? '支持' : '驳回'} ${name} 的申诉（${number}）？`,
    comment: '决定的理由',
    commentHint: '企业会看到这段话，请写明事实和依据。',
    cite: '所依据的条款',
    citeHint: '例如 四(二)1',
    decided: '决定已作出，企业会收到通知。',
  },
  {
    caption: 'Appeals',
    state: 'State',
    states: { open: 'To decide', upheld: 'Upheld', dismissed: 'Dismissed' },
    number: 'Number',
    enterprise: 'Firm',
    reason: 'Why',
    raisedAt: 'Raised at',
    papers: 'Papers',
    decidedAt: 'Decided on',
    none: 'All appeals are decided.',
    noneDecided: 'None of these yet.',
    titleOf: (name: string, number: string) => `Appeal of ${name} (${number})`,
    toFile: 'The whole application',
    said: 'What the firm says',
    noPapers: 'No papers.',
    against: 'What it is against',
    statuses: { rejected: 'Rejected', lapsed: 'Lapsed' },
    noReason: 'No reason on record.',
    decision: 'Decision',
    reading: 'The authority decides.',
    decide: 'Decide',
    verdict: 'Verdict',
    verbs: { upheld: 'Uphold', dismissed: 'Dismiss' },
    follows: {
      upheld: 'The application goes on where it ended, with its old place in the line; whether the money reaches it is another matter.',
      dismissed: 'What was decided stands; the application has ended.',
    },
    decideTitle: (verdict: 'upheld' | 'dismissed', name: string, number: string) =>
      `${verdict === 'upheld' ? 'Uphold' : 'Dismiss'} the appeal of ${name} (${number})?`,
    comment: 'Why',
    commentHint: 'The firm reads this: facts and grounds.',
    cite: 'Clause',
    citeHint: 'As the notice numbers it',
    decided: 'Decided; the firm is told.',
  },
)

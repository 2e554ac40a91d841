// Words of what comes next with an application.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    yours: '轮到您了',
    others: '现在到哪一步',
    open: '打开看看',
    act: {
      complete: '继续填写',
      submit: '核对并提交',
      correct: '去补正',
      confirm: '核对并确认',
      appeal: '去申诉',
      name_account: '填收款账户',
    },
    left: (days: number) => (days > 0 ? `还剩 ${days} 天` : days === 0 ? '今天 24 点截止' : `已过 ${-days} 天`),
  },
  {
    yours: 'Your turn',
    others: 'Where it is',
    open: 'Open it',
    act: {
      complete: 'Go on filling it in',
      submit: 'Check and submit',
      correct: 'Correct it',
      confirm: 'Check and confirm',
      appeal: 'Appeal',
      name_account: 'Name your account',
    },
    left: (days: number) =>
      days > 0 ? `${days} days left` : days === 0 ? 'Due today, midnight' : `${-days} days over`,
  },
)

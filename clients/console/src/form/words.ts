// Words of forms: what is refused, what is kept, and leaving.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    optional: '（选填）',
    places: (count: number) => `有 ${count} 处需要修改`,
    choose: '请选择',
    yuan: '元',
    time: '时刻（可不填）',
    notMoney: '请填数字，单位是元，例如 12000 或 12000.50',
    leaveTitle: '要离开这一页吗？',
    leaveKept: '填写的内容还没有提交。它会保存在这台电脑上，下次打开时还在。',
    leaveLost: '填写的内容还没有提交，离开后不会保留。',
    leave: '离开',
    foundAt: (at: string) => `已恢复您 ${at} 填写、还没有提交的内容。`,
    dropFound: '不用了，重新填写',
  },
  {
    optional: ' (optional)',
    places: (count: number) => (count === 1 ? 'One place to change' : `${count} places to change`),
    choose: 'Choose',
    yuan: 'yuan',
    time: 'Time (may be left out)',
    notMoney: 'An amount in yuan, such as 12000 or 12000.50',
    leaveTitle: 'Leave this page?',
    leaveKept: 'What you typed is not sent yet. It stays on this computer and is here when you come back.',
    leaveLost: 'What you typed is not sent yet, and is lost when you leave.',
    leave: 'Leave',
    foundAt: (at: string) => `What you typed at ${at} and did not send is back.`,
    dropFound: 'Start anew',
  },
)

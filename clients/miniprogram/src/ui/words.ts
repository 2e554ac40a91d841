// Words of the components of general use.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    choose: '请选择',
    chooseDay: '请选择日期',
    optional: '（选填）',
    notMoney: '请填数字，单位是元，例如 12000 或 12000.50',
    about: (text: string) => `合 ${text}`,
    find: '输入几个字查找',
    none: '没有找到。换个字试试，例如只输入地名的前两个字。',
    more: (count: number) => `还有 ${count} 个，输入几个字可以更快找到。`,
    close: '关闭',
    call: '打电话',
    copy: '复制',
    copied: '已复制',
  },
  {
    choose: 'Choose',
    chooseDay: 'Choose a day',
    optional: ' (optional)',
    notMoney: 'An amount in yuan, such as 12000 or 12000.50',
    about: (text: string) => `that is ${text}`,
    find: 'Type a few characters to find it',
    none: 'Nothing found: try other characters.',
    more: (count: number) => `${count} more: type a few characters to find it faster.`,
    close: 'Close',
    call: 'Call',
    copy: 'Copy',
    copied: 'Copied',
  },
)

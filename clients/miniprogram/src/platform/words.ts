// Words about platforms and what their plans cost.
import { inBoth } from '@/words/language'

/** What made-up names begin with, in both languages. */
const SAMPLE = /^示例·/

export const words = inBoth(
  {
    sample: SAMPLE,
    split: '这笔服务费谁来付',
    government: '政府补贴',
    platform: '平台让利',
    you: '您自付',
    fee: '服务费原价',
    months: (count: number) => `首期 ${count} 个月`,
    yuan: '元',
    noRating: '还没有评价',
    rating: (tenths: number, count: number) => `★ ${Math.trunc(tenths / 10)}.${tenths % 10}（${count} 家评价）`,
    clients: (count: number) => (count === 0 ? '今年还没有企业选用' : `今年 ${count} 家企业在用`),
    from: '补贴后自付',
    up: '起',
    noPlans: '还没有公布方案',
  },
  {
    sample: SAMPLE,
    split: 'Who pays what of the fee',
    government: 'Government',
    platform: 'Platform forgoes',
    you: 'You pay',
    fee: 'Full fee',
    months: (count: number) => `first ${count} months`,
    yuan: 'yuan',
    noRating: 'Not rated yet',
    rating: (tenths: number, count: number) => `★ ${Math.trunc(tenths / 10)}.${tenths % 10} (${count} firms)`,
    clients: (count: number) => `${count} clients this year`,
    from: 'You pay from',
    up: '',
    noPlans: 'No plans yet',
  },
)

// Words of what I keep in mind.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    page: '我的收藏',
    empty: '还没有收藏。在平台或方案页点“收藏”，就会出现在这里。',
    market: '去找平台',
    platform: '平台',
    plan: '方案',
    changed: '方案有更新，这里是新价格',
    gone: '已下架',
    price: (mine: string, fee: string) => `补贴后自付 ${mine} 元（原价 ${fee} 元）`,
    priceFrom: (mine: string, fee: string) => `补贴后自付 ${mine} 元起（原价 ${fee} 元）`,
    signIn: '登录后能看到您的收藏。',
    enter: '登录',
  },
  {
    page: 'My favourites',
    empty: 'Nothing kept yet: tap “Keep” on a platform or a plan.',
    market: 'Find platforms',
    platform: 'Platform',
    plan: 'Plan',
    changed: 'The plan was changed: this is its new price',
    gone: 'No longer offered',
    price: (mine: string, fee: string) => `You pay ${mine} yuan (of ${fee})`,
    priceFrom: (mine: string, fee: string) => `You pay from ${mine} yuan (of ${fee})`,
    signIn: 'Log in to see what you kept.',
    enter: 'Log in',
  },
)

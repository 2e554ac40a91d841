// Words of what I keep in mind.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    empty: '还没有收藏。在平台或方案页点“收藏”，就会出现在这里。',
    market: '去找平台',
    platform: '平台',
    plan: '方案',
    changed: '方案有更新，这里是新价格',
    gone: '已下架',
    you: '补贴后自付',
    fee: '原价',
    yuan: '元',
    up: '起',
    signIn: '登录后能看到您的收藏。',
    enter: '登录',
  },
  {
    empty: 'Nothing kept yet: tap “Keep” on a platform or a plan.',
    market: 'Find platforms',
    platform: 'Platform',
    plan: 'Plan',
    changed: 'The plan was changed: this is its new price',
    gone: 'No longer offered',
    you: 'You pay',
    fee: 'Full fee',
    yuan: 'yuan',
    up: 'and up',
    signIn: 'Log in to see what you kept.',
    enter: 'Log in',
  },
)

// Words about programmes: their state, their money, their days.
import { inBoth } from '@/words/language'

/** How Chinese names of cities end, in both languages. */
export const CITY = '市'

export const words = inBoth(
  {
    status: { upcoming: '还没开始', open: '正在申报', closed: '已经结束', exhausted: '额度用完，可排队' },
    until: (day: string, left: number) =>
      left < 0 ? `${day}已截止` : left === 0 ? `今天截止（${day}）` : `还有 ${left} 天截止（${day}）`,
    from: (day: string) => `${day}开始`,
    money: '补贴资金',
    pool: (total: string) => `今年共 ${total}`,
    noLimit: '这项补贴不限总额',
    noPool: '这项政策只作认定，没有资金池',
    left: '还剩',
    locked: '已锁定',
    funded: '审核中暂列',
    places: (count: number) => `名额 ${count} 个`,
    waiting: (count: number) => `有 ${count} 家在排队等资金`,
    nobodyWaits: '现在没有人排队',
    stale: '数字可能晚几分钟',
    clause: (cite: string) => `通知 ${cite}`,
    assumed: '通知没有明说，这是本系统的设定',
    everywhere: '全部城市',
    city: '看哪个城市',
  },
  {
    status: { upcoming: 'Not yet open', open: 'Open', closed: 'Closed', exhausted: 'Used up; you may wait in line' },
    until: (day: string, left: number) =>
      left < 0 ? `Closed on ${day}` : left === 0 ? `Closes today (${day})` : `${left} days left (${day})`,
    from: (day: string) => `Opens ${day}`,
    money: 'Money of the programme',
    pool: (total: string) => `${total} this year`,
    noLimit: 'No limit on the whole sum',
    noPool: 'A recognition only: no money',
    left: 'Left',
    locked: 'Locked',
    funded: 'Set aside in review',
    places: (count: number) => `${count} places`,
    waiting: (count: number) => `${count} wait for money`,
    nobodyWaits: 'Nobody waits now',
    stale: 'Figures may be some minutes old',
    clause: (cite: string) => `Notice ${cite}`,
    assumed: 'Not said by the notice: set by this system',
    everywhere: 'All cities',
    city: 'City',
  },
)

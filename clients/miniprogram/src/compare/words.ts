// Words of taking plans to compare.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    add: '加入对比',
    added: '已加入对比',
    full: '对比已满 4 个',
    go: (count: number) => `对比 ${count} 个方案`,
    oneMore: '已选 1 个，再选 1 个就能对比',
    drop: '清空',
  },
  {
    add: 'Compare',
    added: 'Chosen to compare',
    full: 'Four are the most',
    go: (count: number) => `Compare ${count} plans`,
    oneMore: 'One chosen: choose another to compare',
    drop: 'Clear',
  },
)

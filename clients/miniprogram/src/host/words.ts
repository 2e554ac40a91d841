// Words that a browser's keyboard and screen reader need of bars that are uni's.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    back: '返回',
  },
  {
    back: 'Back',
  },
)

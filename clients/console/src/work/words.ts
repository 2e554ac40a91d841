// Words of what takes its time.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    left: (seconds: number) =>
      seconds < 60 ? `大约还要 ${Math.ceil(seconds)} 秒` : `大约还要 ${Math.ceil(seconds / 60)} 分钟`,
  },
  {
    left: (seconds: number) =>
      seconds < 60 ? `about ${Math.ceil(seconds)} seconds left` : `about ${Math.ceil(seconds / 60)} minutes left`,
  },
)

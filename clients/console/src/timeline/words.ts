// Words of what happened to an application.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    timeline: '办理进度',
    lasted: (days: number) => `距上一步 ${days} 天`,
    bulk: '批量',
  },
  {
    timeline: 'What happened',
    lasted: (days: number) => `${days} days after the step before`,
    bulk: 'in bulk',
  },
)

// Words of the controls for facts and particulars.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    yes: '是',
    no: '否',
    unit: (unit: string) => `单位：${unit}`,
    yuan: '单位：元，例如 9800 或 9800.50',
    percent: '填百分数，例如 12.5 就是 12.5%',
    several: '可以选多项',
    time: '时间（选填）',
    timeHint: '知道几点几分就填上，同一天里按它排先后',
    example: (example: string) => `例如：${example}`,
    wrong: {
      money: '请填金额，例如 9800 或 9800.50',
      ratio: '请填百分数，例如 12.5',
      int: '请填整数，例如 20',
      other: '请重新填写这一项',
    },
  },
  {
    yes: 'Yes',
    no: 'No',
    unit: (unit: string) => `Unit: ${unit}`,
    yuan: 'In yuan, such as 9800 or 9800.50',
    percent: 'In per cent: 12.5 is 12.5%',
    several: 'Several may be chosen',
    time: 'Time of day (optional)',
    timeHint: 'If you know it: within a day the line goes by it',
    example: (example: string) => `Such as ${example}`,
    wrong: {
      money: 'Give an amount, such as 9800 or 9800.50',
      ratio: 'Give a percentage, such as 12.5',
      int: 'Give a whole number, such as 20',
      other: 'Fill this in again',
    },
  },
)

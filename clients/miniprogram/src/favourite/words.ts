// Words of keeping something in mind.
import { inBoth } from '@/words/language'

export const words = inBoth({ keep: '收藏', kept: '已收藏' }, { keep: 'Keep', kept: 'Kept' })

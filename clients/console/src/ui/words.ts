// Words of the small parts of every page.
import { inBoth } from '@/words/language'

export const words = inBoth({ copied: '已复制' }, { copied: 'Copied' })

// Words of what takes its time.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    left: (seconds: number) =>
      seconds < 60 ? `大约还要 ${Math.ceil(seconds)} 秒` : `大约还要 ${Math.ceil(seconds / 60)} 分钟`,
    keys: '快捷键',
    keysOn: '使用快捷键',
    keysSilent: '在输入框里打字时，快捷键不起作用。',
  },
  {
    left: (seconds: number) =>
      seconds < 60 ? `about ${Math.ceil(seconds)} seconds left` : `about ${Math.ceil(seconds / 60)} minutes left`,
    keys: 'Keys',
    keysOn: 'Use single keys',
    keysSilent: 'They do nothing while you type in a field.',
  },
)

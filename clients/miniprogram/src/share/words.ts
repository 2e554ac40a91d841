// Words of passing something on.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    share: '转发给同事',
    code: '二维码和网址',
    codeHint: '微信扫一扫，就打开这一页。可以保存、打印、张贴。',
    codeFailed: '二维码没取到。',
    retry: '再试一次',
    address: '复制网址',
    copied: '已复制，去微信里粘贴发送。',
    close: '关闭',
  },
  {
    share: 'Share',
    code: 'Code and address',
    codeHint: 'Scan it with WeChat to open this page. It may be printed.',
    codeFailed: 'The code did not come.',
    retry: 'Try again',
    address: 'Copy the address',
    copied: 'Copied.',
    close: 'Close',
  },
)

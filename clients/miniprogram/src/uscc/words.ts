// Words beside a firm's code.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    label: '统一社会信用代码',
    hint: '营业执照上 18 位的那一行，数字和大写字母',
    scan: '扫营业执照上的二维码',
    scanning: '正在识别…',
    scanNone: '没有从二维码里读出代码。旧版执照的二维码里没有，请照着执照输入。',
    short: (signs: number, left: number) => `已输入 ${signs} 位，还差 ${left} 位`,
    long: (signs: number) => `输入了 ${signs} 位，多了 ${signs - 18} 位`,
    person: '这是身份证号码，请不要填在这里。要填的是营业执照上的代码。',
    strange: (sign: string, place: number) => `第 ${place} 位是“${sign}”，代码里没有这个字。请对照执照看一下。`,
    checksum: '位数够了，但有一位对不上。请对照执照一位一位核对。',
    right: '✓ 代码填写正确',
    mend: (code: string) => `改成 ${code}`,
    grouped: '分开看',
  },
  {
    label: 'Unified social credit code',
    hint: 'The line of 18 digits and capitals on the business licence',
    scan: 'Scan the licence’s QR code',
    scanning: 'Reading…',
    scanNone: 'No code was found in it: older licences have none there. Type it from the licence.',
    short: (signs: number, left: number) => `${signs} typed, ${left} to go`,
    long: (signs: number) => `${signs} typed, ${signs - 18} too many`,
    person: 'This is a person’s identity number; never give it here. The code is on the licence.',
    strange: (sign: string, place: number) => `“${sign}” at place ${place} is never in such a code; compare it with the licence.`,
    checksum: 'It is 18 long, but one of them does not fit. Compare each with the licence.',
    right: '✓ The code is right',
    mend: (code: string) => `Change it to ${code}`,
    grouped: 'In groups',
  },
)

// How money is written, from integer fen by integer arithmetic.
import { language } from './language'

/** `1234567` → `12,345.67`; whole yuan without decimals, `12,345`. */
export function yuan(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const whole = Math.trunc(Math.abs(fen) / 100)
  const rest = Math.abs(fen) % 100
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ',')
  return sign + grouped + (rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`)
}

/** With its sign: `¥12,345.67`. */
export function money(fen: number): string {
  return `¥${yuan(fen)}`
}

/** For boards: 万元 with at most two decimals from 10,000 yuan on, cut, never rounded up; in English whole yuan. */
export function wan(fen: number): string {
  if (language() === 'en') return `${yuan(fen)} yuan`
  if (Math.abs(fen) < 100_000_000 / 100) return `${yuan(fen)} 元`
  const hundredths = Math.trunc(Math.abs(fen) / 10_000)
  const whole = String(Math.trunc(hundredths / 100)).replace(/\B(?=(\d{3})+$)/g, ',')
  const rest = String(hundredths % 100).padStart(2, '0').replace(/0+$/, '')
  return `${fen < 0 ? '-' : ''}${whole}${rest ? `.${rest}` : ''} 万元`
}

/** What was typed in yuan, `12,345.6` or full-width `１２３４`, as fen; null if that is no amount. */
export function fenOf(typed: string): number | null {
  const plain = typed
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[．。]/g, '.')
    .replace(/[,，\s¥￥元]/g, '')
  const read = /^(\d{1,12})(?:\.(\d{0,2}))?$/.exec(plain)
  if (!read) return null
  return Number(read[1]) * 100 + Number((read[2] ?? '').padEnd(2, '0'))
}

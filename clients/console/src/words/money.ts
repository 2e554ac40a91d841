// How offices write money, from integer fen by integer arithmetic.
import { language } from './language'

/** Nothing known is `--`, which is not zero. */
export const NONE = '--'

/** `1234567` → `12,345.67`: for tables, whose heads say 元 once. */
export function yuan(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return NONE
  const rest = String(Math.abs(fen) % 100).padStart(2, '0')
  return `${fen < 0 ? '-' : ''}${grouped(Math.trunc(Math.abs(fen) / 100))}.${rest}`
}

/** With its sign, for sentences: `¥12,345.67`. */
export function money(fen: number | null | undefined): string {
  return fen === null || fen === undefined ? NONE : `¥${yuan(fen)}`
}

/** For boards: 万元 with at most two decimals from 10,000 yuan on, cut, never rounded up; in English whole yuan. */
export function wan(fen: number): string {
  if (language() === 'en') return money(fen)
  if (Math.abs(fen) < 1_000_000) return `${yuan(fen)} 元`
  const hundredths = Math.trunc(Math.abs(fen) / 10_000)
  const rest = String(hundredths % 100).padStart(2, '0').replace(/0+$/, '')
  return `${fen < 0 ? '-' : ''}${grouped(Math.trunc(hundredths / 100))}${rest ? `.${rest}` : ''} 万元`
}

/** `1234567` → `1,234,567`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** What was typed in yuan, `12,345.6` or full-width `１２３４`, as fen; null if that is no amount. */
export function fenOf(typed: string): number | null {
  const plain = typed
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[．。]/g, '.')
    .replace(/[,，\s¥￥元]/g, '')
  const read = /^(\d{1,12})(?:\.(\d{0,2}))?$/.exec(plain)
  return read ? Number(read[1]) * 100 + Number((read[2] ?? '').padEnd(2, '0')) : null
}

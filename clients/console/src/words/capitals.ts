// An amount in the capital figures of cheques and payment orders: 壹万贰仟叁佰肆拾伍元陆角柒分.

const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const PLACES = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿', '万亿']

/** Ends in 元整 or 角整; with fen without 整 (the rules of the central bank on cheques). */
export function inCapitals(fen: number): string {
  const yuan = Math.trunc(fen / 100)
  const jiao = Math.trunc(fen / 10) % 10
  const rest = fen % 10
  const whole = yuan > 0 ? `${wholeYuan(yuan)}元` : ''
  if (jiao === 0 && rest === 0) return `${whole || '零元'}整`
  const between = jiao === 0 && whole !== '' ? '零' : ''
  const tenths = jiao > 0 ? `${DIGITS[jiao]}角` : between
  return whole + tenths + (rest > 0 ? `${DIGITS[rest]}分` : '整')
}

function wholeYuan(yuan: number): string {
  let said = ''
  let gap = false
  for (let place = String(yuan).length - 1; place >= 0; place--) {
    const digit = Math.trunc(yuan / 10 ** place) % 10
    if (digit === 0) gap = true
    else {
      said += (gap && said !== '' ? '零' : '') + DIGITS[digit] + PLACES[place % 4]
      gap = false
    }
    const group = Math.trunc(yuan / 10 ** place) % 10_000
    if (place % 4 === 0 && place > 0 && group !== 0) said += GROUPS[place / 4]
  }
  return said
}

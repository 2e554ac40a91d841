// How whole numbers are read as people type them.

/** `３５ 人` or `1,200` as a number; null if it is no whole number. */
export function wholeOf(typed: string): number | null {
  const plain = typed
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[,，\s人家个]/g, '')
  return /^\d{1,9}$/.test(plain) ? Number(plain) : null
}

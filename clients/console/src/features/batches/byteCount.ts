// How much a file is, as a person reads it.

const UNITS = ['B', 'KB', 'MB', 'GB'] as const

/** `1536` → `1.5 KB`; powers of 1024, as file managers show them. */
export function byteCount(bytes: number): string {
  let amount = bytes
  let unit = 0
  while (amount >= 1024 && unit < UNITS.length - 1) {
    amount /= 1024
    unit += 1
  }
  return `${unit === 0 ? Math.round(amount) : amount.toFixed(1)} ${UNITS[unit]}`
}

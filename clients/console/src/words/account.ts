// Account numbers as people compare them: in groups of four; masked ones stay masked.

/** `6222****1234` → `6222 **** 1234`. */
export function inFours(account: string): string {
  return account.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ')
}

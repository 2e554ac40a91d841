// A key for `Idempotency-Key`: born with the act, kept beside its draft, the same for every try.

export function newKey(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  let key = ''
  while (key.length < 24) key += letters[Math.floor(Math.random() * letters.length)]
  return key
}

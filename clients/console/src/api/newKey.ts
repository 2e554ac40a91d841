// `Idempotency-Key`: born with the act (when its dialog opens), not with the try.

/** Random, since two people may do the same thing to the same thing; also where a page is not secure. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

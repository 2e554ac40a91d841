// Tells whether a file is the one that was begun before: a browser gives no path, and no second look at it.

const LOOKED_AT = 1024 ** 2

/** Of its first MiB; where the page is not secure and cannot hash, when it was last changed. */
export async function fingerprintOf(file: File): Promise<string> {
  if (globalThis.crypto.subtle === undefined) return `at-${file.lastModified}`
  const digest = await crypto.subtle.digest('SHA-256', await file.slice(0, LOOKED_AT).arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

// Addresses of the API: the origin itself for H5, an absolute one for WeChat.

const BASE = `${import.meta.env.VITE_API_BASE ?? ''}/api/v1`

/** Fills `{names}` of the path, and leaves out what the query does not say. */
export function addressOf(
  path: string,
  names: Record<string, string> = {},
  query: Record<string, unknown> = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = names[name]
    if (value === undefined) throw new Error(`${path} wants ${name}`)
    return spelled(value)
  })
  const asked = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  return BASE + filled + (asked.length ? `?${asked.join('&')}` : '')
}

/** As the API spells its addresses: signs that stand for themselves in a path stay what they are (RFC 3986, 3.3). */
function spelled(part: string): string {
  return encodeURIComponent(part).replace(/%(?:24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent)
}

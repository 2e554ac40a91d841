// Addresses of the API: the origin itself for H5, an absolute one for WeChat.

const ORIGIN = import.meta.env.VITE_API_BASE ?? ''
const BASE = `${ORIGIN}/api/v1`

/** Fills `{names}` of the path, and leaves out what the query does not say. */
export function addressOf(
  path: string,
  names: Record<string, string> = {},
  query: Record<string, unknown> = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = names[name]
    if (value === undefined) throw new Error(`${path} wants ${name}`)
    return encodeURIComponent(value)
  })
  const asked = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  return BASE + filled + (asked.length ? `?${asked.join('&')}` : '')
}

/** An address as answers carry it, such as a logo's `/api/v1/pictures/…`, for whatever fetches it by itself. */
export function fullAddress(path: string): string {
  return ORIGIN + path
}

// Which application a page was opened for: by a link's `id`, or by a scanned code's `scene`, its id in hex.

export function idOf(options: Readonly<Record<string, string | undefined>>): string {
  if (options.id) return options.id
  const hex = decodeURIComponent(options.scene ?? '')
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(hex)
  return parts ? parts.slice(1).join('-') : ''
}

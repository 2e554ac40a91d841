// Sizes of files as people read them.

export function sizeInWords(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`
  const tenths = Math.round((bytes * 10) / (1024 * 1024))
  return `${Math.trunc(tenths / 10)}${tenths % 10 ? `.${tenths % 10}` : ''} MB`
}

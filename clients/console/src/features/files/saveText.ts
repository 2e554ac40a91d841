// Hands a text to the person as a file.

export function saveText(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the address after the click; a minute is ample for it to begin.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

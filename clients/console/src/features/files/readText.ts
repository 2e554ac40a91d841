// Reads a picked file as text, also one that an office's editor wrote in GBK.

const MOST_BYTES = 1_000_000

export interface PickedText {
  name: string
  text: string
  /** How it was read, or why not. */
  found: 'utf8' | 'gbk' | 'unreadable' | 'tooLarge'
}

export async function readText(file: File): Promise<PickedText> {
  if (file.size > MOST_BYTES) return { name: file.name, text: '', found: 'tooLarge' }
  const bytes = await file.arrayBuffer()
  const text = decoded(bytes, 'utf-8')
  if (text !== null) return { name: file.name, text, found: 'utf8' }
  const older = decoded(bytes, 'gb18030')
  return { name: file.name, text: older ?? '', found: older === null ? 'unreadable' : 'gbk' }
}

/** Which of the two a file is, by its name as the folders of programmes have it. */
export function isPolicy(name: string): boolean {
  return name.toLowerCase().startsWith('policy')
}

function decoded(bytes: ArrayBuffer, encoding: string): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return text.includes('\u0000') ? null : text.replace(/\r\n/g, '\n')
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

// What a browser can see of a file before it is sent: its form only; what is in it the server judges.

export type FileKind = 'manifest' | 'archive'
export type FileFault = 'empty' | 'too_large' | 'old_list' | 'not_list' | 'not_zip' | 'not_whole'

const MOST_BYTES: Record<FileKind, number> = { manifest: 20 * 1024 ** 2, archive: 2 * 1024 ** 3 }
/** The first two bytes of every zip, which a workbook is too. */
const ZIP = [0x50, 0x4b]

/** Null where nothing is wrong with it. */
export async function checkFile(file: File, kind: FileKind): Promise<FileFault | null> {
  const ending = file.name.toLowerCase().split('.').pop() ?? ''
  if (kind === 'manifest' && ending === 'xls') return 'old_list'
  if (kind === 'manifest' && ending !== 'xlsx' && ending !== 'csv') return 'not_list'
  if (kind === 'archive' && ending !== 'zip') return 'not_zip'
  if (file.size === 0) return 'empty'
  if (file.size > MOST_BYTES[kind]) return 'too_large'
  return ending === 'csv' || (await isZip(file)) ? null : 'not_whole'
}

async function isZip(file: File): Promise<boolean> {
  const first = new Uint8Array(await file.slice(0, ZIP.length).arrayBuffer())
  return ZIP.every((byte, place) => first[place] === byte)
}

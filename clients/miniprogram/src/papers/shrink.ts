// A photo made smaller where it is large and stays legible: never a PDF, never a small one.
import { files } from '@/host/files'
import type { PickedFile } from '@/host/host'
import { Problem } from '@/api/problem'

const SMALL_BYTES = 2 * 1024 * 1024
/** Pixels of the long edge: an A4 page at 200 dots an inch and more. */
export const LEGIBLE_EDGE = 2400
export const LEGIBLE_QUALITY = 0.85

export async function shrunk(file: PickedFile): Promise<PickedFile> {
  if (file.size <= SMALL_BYTES || !/\.(jpe?g|png|hei[cf])$/i.test(file.name)) return file
  try {
    const smaller = await files.toJpeg(file, LEGIBLE_EDGE, LEGIBLE_QUALITY)
    return smaller.size < file.size ? smaller : file
  } catch (failure) {
    // A picture that this phone cannot read goes as it is: the server may.
    if (failure instanceof Problem) return file
    throw failure
  }
}

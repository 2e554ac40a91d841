// Takes pages by the camera as legible JPEGs, and binds them into one PDF.
import { Problem } from '@/api/problem'
import { files } from '@/host/files'
import { host, type PickedFile } from '@/host/host'
import { LEGIBLE_EDGE, LEGIBLE_QUALITY } from './shrink'
import { writePdf } from './writePdf'

export interface ShotPage {
  path: string
  /** Degrees clockwise that the person turned it by. */
  turned: number
}

/** One page, or none when the person turned back. */
export async function shootPage(): Promise<ShotPage[]> {
  const shot = await host.pickPictures(1, 'camera')
  const pages: ShotPage[] = []
  for (const file of shot) {
    const { path } = await files.toJpeg(file, LEGIBLE_EDGE, LEGIBLE_QUALITY)
    pages.push({ path, turned: 0 })
  }
  return pages
}

/** Named after the paper. Throws `Problem` where a page cannot be read. */
export async function bindPages(pages: readonly ShotPage[], label: string): Promise<PickedFile> {
  const photos = await Promise.all(
    pages.map(async ({ path, turned }) => ({ jpeg: await files.read(path), turned })),
  )
  const pdf = writePdf(photos)
  if (pdf === null) throw new Problem(0, 'not_opened', '', '')
  const name = label.replace(/[\\/:*?"<>|（(].*$/, '').slice(0, 20) || 'paper'
  return files.write(`${name}.pdf`, pdf)
}

// Makes one PDF of photographed pages, on the phone: each JPEG is one page, its bytes unchanged.
import { readJpeg } from './readJpeg'

export interface PhotoPage {
  jpeg: ArrayBuffer
  /** Degrees clockwise that the person turned it by: 0, 90, 180, 270. */
  turned: number
}

/** Points of a page's long edge: A4. */
const LONG_EDGE = 842

/** The file; null where a page is no JPEG. */
export function writePdf(pages: readonly PhotoPage[]): ArrayBuffer | null {
  const parts: (string | ArrayBuffer)[] = ['%PDF-1.4\n%\xe2\xe3\xcf\xd3\n']
  const offsets: number[] = []
  let size = lengthOf(parts[0]!)
  const add = (...object: (string | ArrayBuffer)[]) => {
    offsets.push(size)
    const whole = [`${offsets.length} 0 obj\n`, ...object, '\nendobj\n']
    parts.push(...whole)
    size += whole.reduce<number>((sum, part) => sum + lengthOf(part), 0)
  }
  add('<< /Type /Catalog /Pages 2 0 R >>')
  const kids = pages.map((_, at) => `${3 + at * 3} 0 R`).join(' ')
  add(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`)
  for (const [at, page] of pages.entries()) {
    if (!addPage(add, page, 3 + at * 3)) return null
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = offsets.length + 1
  parts.push(
    `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${size}\n%%EOF\n`,
  )
  return joined(parts)
}

type Add = (...object: (string | ArrayBuffer)[]) => void

function addPage(add: Add, page: PhotoPage, number: number): boolean {
  const facts = readJpeg(page.jpeg)
  if (facts === null || facts.width === 0 || facts.height === 0) return false
  const scale = LONG_EDGE / Math.max(facts.width, facts.height)
  const [width, height] = [Math.round(facts.width * scale), Math.round(facts.height * scale)]
  const turn = (facts.upright + page.turned) % 360
  const draw = `q ${width} 0 0 ${height} 0 0 cm /P Do Q`
  const colours = facts.components === 1 ? '/DeviceGray' : facts.components === 4 ? '/DeviceCMYK' : '/DeviceRGB'
  add(
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Rotate ${turn}` +
      ` /Contents ${number + 1} 0 R /Resources << /XObject << /P ${number + 2} 0 R >> >> >>`,
  )
  add(`<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`)
  add(
    `<< /Type /XObject /Subtype /Image /Width ${facts.width} /Height ${facts.height} /ColorSpace ${colours}` +
      ` /BitsPerComponent 8 /Filter /DCTDecode /Length ${page.jpeg.byteLength} >>\nstream\n`,
    page.jpeg,
    '\nendstream',
  )
  return true
}

const lengthOf = (part: string | ArrayBuffer) => (typeof part === 'string' ? part.length : part.byteLength)

function joined(parts: readonly (string | ArrayBuffer)[]): ArrayBuffer {
  const bytes = new Uint8Array(parts.reduce<number>((sum, part) => sum + lengthOf(part), 0))
  let at = 0
  for (const part of parts) {
    if (typeof part === 'string') for (let i = 0; i < part.length; i++) bytes[at + i] = part.charCodeAt(i)
    else bytes.set(new Uint8Array(part), at)
    at += lengthOf(part)
  }
  return bytes.buffer
}

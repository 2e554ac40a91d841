// What a PDF page must know of a JPEG: its size, its colours, and how the phone was held.

export interface JpegFacts {
  width: number
  height: number
  /** 1 grey, 3 colour. */
  components: number
  /** Degrees clockwise to turn it upright: 0, 90, 180, 270. */
  upright: number
}

const UPRIGHT: Readonly<Record<number, number>> = { 3: 180, 6: 90, 8: 270 }

/** Null for what is no baseline or progressive JPEG. */
export function readJpeg(bytes: ArrayBuffer): JpegFacts | null {
  const view = new DataView(bytes)
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null
  let upright = 0
  for (let at = 2; at + 4 <= view.byteLength; ) {
    const marker = view.getUint16(at)
    const length = view.getUint16(at + 2)
    if (marker >> 8 !== 0xff || at + 2 + length > view.byteLength) return null
    if (marker === 0xffe1) upright = UPRIGHT[orientationOf(view, at + 4, length)] ?? upright
    if (isFrame(marker)) {
      return {
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        components: view.getUint8(at + 9),
        upright,
      }
    }
    at += 2 + length
  }
  return null
}

/** Start-of-frame markers, without those of tables (C4), extensions (C8) and arithmetic coding (CC). */
function isFrame(marker: number): boolean {
  return marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)
}

/** Tag 0x0112 of EXIF's first directory; 1 (as it is) where there is none. */
function orientationOf(view: DataView, at: number, length: number): number {
  const end = at + length - 2
  if (length < 16 || view.getUint32(at) !== 0x45786966) return 1
  const tiff = at + 6
  const little = view.getUint16(tiff) === 0x4949
  const first = tiff + view.getUint32(tiff + 4, little)
  if (first + 2 > end) return 1
  const entries = view.getUint16(first, little)
  for (let entry = 0; entry < entries; entry++) {
    const place = first + 2 + entry * 12
    if (place + 12 > end) return 1
    if (view.getUint16(place, little) === 0x0112) return view.getUint16(place + 8, little)
  }
  return 1
}

// Takes the vendor's own addresses out of uni's runtime: it fetches a picture and could ask for advertisements.

const PICTURE = /url\(\s*["']?(?:https?:)?\/\/[a-z0-9.-]+\.dcloud\.[^)]*\)/g
const ADDRESS = /(?:https?:)?\/\/[a-z0-9.-]+\.dcloud\.[^"'`)\s\\]*/g

/** A Vite plugin. It works on sources, before names are made of contents, and after a style's imports are in it. */
export function withoutVendorAddresses() {
  return {
    name: 'without-vendor-addresses',
    transform(code) {
      const kept = code.replace(PICTURE, 'none').replace(ADDRESS, '')
      return kept === code ? null : { code: kept, map: null }
    },
  }
}

// A firm's code as it is typed or scanned: GB 32100-2015's signs, length and check character, no more.

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const LENGTH = 18
/** Letters that the standard never uses, and what is meant by them. */
const MEANT: Readonly<Record<string, string>> = { I: '1', O: '0', Z: '2', S: '5' }

/** What is to be said of a code while it is typed; `place` counts from 1. */
export type UsccState =
  | { state: 'empty' }
  | { state: 'short'; signs: number; left: number }
  | { state: 'long'; signs: number }
  | { state: 'person' }
  | { state: 'strange'; sign: string; place: number; mended: string | null }
  | { state: 'checksum' }
  | { state: 'right' }

/** Capitals, half width, nothing between the signs. */
export function plainUscc(typed: string): string {
  return typed
    .replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\s\-–—·.。'"`_​]/g, '')
    .toUpperCase()
}

export function checkUscc(code: string): UsccState {
  if (code === '') return { state: 'empty' }
  if (isResident(code)) return { state: 'person' }
  const at = [...code].findIndex((sign) => !ALPHABET.includes(sign))
  if (at >= 0) return { state: 'strange', sign: code[at] ?? '', place: at + 1, mended: mend(code) }
  if (code.length < LENGTH) return { state: 'short', signs: code.length, left: LENGTH - code.length }
  if (code.length > LENGTH) return { state: 'long', signs: code.length }
  return { state: checkCharacter(code.slice(0, -1)) === code[LENGTH - 1] ? 'right' : 'checksum' }
}

/** The 18th sign of the 17 before it: weights are powers of three modulo 31. */
export function checkCharacter(body: string): string {
  let [sum, weight] = [0, 1]
  for (const sign of body) {
    sum += ALPHABET.indexOf(sign) * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET[(31 - (sum % 31)) % 31] ?? ''
}

/** The first right code in a text, such as a licence's QR code, with the name beside it if it is there. */
export function findInText(text: string): { uscc: string; name: string | null } | null {
  for (const found of decoded(text).matchAll(/[0-9A-Za-z]{18,}/g)) {
    for (let at = 0; at + LENGTH <= found[0].length; at += 1) {
      const code = found[0].slice(at, at + LENGTH).toUpperCase()
      if (checkUscc(code).state === 'right') return { uscc: code, name: nameIn(decoded(text)) }
    }
  }
  return null
}

/** Look-alikes put right, if that makes the whole code right; else null. */
function mend(code: string): string | null {
  const mended = [...code].map((sign) => MEANT[sign] ?? sign).join('')
  return mended !== code && checkUscc(mended).state === 'right' ? mended : null
}

/** A resident's number by its own check character (GB 11643-1999): it must not be given here. */
function isResident(code: string): boolean {
  if (!/^[1-9]\d{5}(19|20)\d{9}[\dX]$/.test(code)) return false
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, at) => total + weight * Number(code[at]), 0)
  return '10X98765432'[sum % 11] === code[LENGTH - 1]
}

/** What stands behind the licence's word for a firm's name. */
function nameIn(text: string): string | null {
  return /\u540d\u79f0[:\uff1a]\s*([^\s,\uff0c;\uff1b&<]{4,60})/.exec(text)?.[1] ?? null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

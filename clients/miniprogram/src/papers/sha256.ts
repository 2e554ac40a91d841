// SHA-256 (FIPS 180-4), since WeChat has no WebCrypto: by it the server says whether a paper is there already.

const ROUNDS = 64
const K = new Uint32Array(ROUNDS)
const START = new Uint32Array(8)

/** The constants: fractional parts of the roots of the first primes. */
function fillConstants(): void {
  for (let found = 0, candidate = 2; found < ROUNDS; candidate++) {
    if (!isPrime(candidate)) continue
    if (found < 8) START[found] = (Math.sqrt(candidate) % 1) * 2 ** 32
    K[found] = (Math.cbrt(candidate) % 1) * 2 ** 32
    found++
  }
}

function isPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false
  return true
}

/** Lower-case hex of the bytes' SHA-256. */
export function sha256(bytes: ArrayBuffer): string {
  if (K[0] === 0) fillConstants()
  const state = START.slice()
  const whole = bytes.byteLength - (bytes.byteLength % 64)
  const view = new DataView(bytes)
  for (let at = 0; at < whole; at += 64) addBlock(state, view, at)
  const tail = tailOf(bytes, whole)
  for (let at = 0; at < tail.byteLength; at += 64) addBlock(state, tail, at)
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('')
}

function tailOf(bytes: ArrayBuffer, whole: number): DataView {
  const rest = new Uint8Array(bytes, whole)
  const tail = new DataView(new ArrayBuffer(rest.length < 56 ? 64 : 128))
  rest.forEach((byte, at) => tail.setUint8(at, byte))
  tail.setUint8(rest.length, 0x80)
  const bits = bytes.byteLength * 8
  tail.setUint32(tail.byteLength - 8, Math.floor(bits / 2 ** 32))
  tail.setUint32(tail.byteLength - 4, bits % 2 ** 32)
  return tail
}

const W = new Uint32Array(ROUNDS)
const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by))

function addBlock(state: Uint32Array, view: DataView, at: number): void {
  for (let i = 0; i < 16; i++) W[i] = view.getUint32(at + i * 4)
  for (let i = 16; i < ROUNDS; i++) {
    const [early, late] = [W[i - 15]!, W[i - 2]!]
    const low = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)
    const high = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10)
    W[i] = (W[i - 16]! + low + W[i - 7]! + high) | 0
  }
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  let e = state[4]!
  let f = state[5]!
  let g = state[6]!
  let h = state[7]!
  for (let i = 0; i < ROUNDS; i++) {
    const upper = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
    const one = (h + upper + ((e & f) ^ (~e & g)) + K[i]! + W[i]!) | 0
    const lower = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
    const two = (lower + ((a & b) ^ (a & c) ^ (b & c))) | 0
    // One by one: a phone without a compiler for scripts would take seconds over arrays.
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  const words = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = state[i]! + words[i]!
}

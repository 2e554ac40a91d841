// Lays a .br and a .gz beside each file of a built client that is smaller so: `node pack.mjs FOLDER`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

// Pictures but SVG are compressed already.
const WORTHWHILE = /\.(html|js|css|svg|json|txt|map)$/

for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name)
  if (!entry.isFile() || !WORTHWHILE.test(entry.name)) continue
  const plain = readFileSync(file)
  const size = { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }
  const made = { '.br': brotliCompressSync(plain, { params: size }), '.gz': gzipSync(plain, { level: 9 }) }
  for (const [ending, packed] of Object.entries(made)) {
    if (packed.length < plain.length) writeFileSync(file + ending, packed)
  }
}

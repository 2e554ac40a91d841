// Tells what of the built scripts browsers of 2020 (the target of vite.config.ts) cannot run:
// `node newer.mjs FILE…` answers {"file": ["what …around it"]} of those that have something.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'

const acorn = createRequire(new URL('../../clients/miniprogram/package.json', import.meta.url))('acorn')

// Each is newer than Chromium 86.
const METHODS = new Set(
  ('at findLast findLastIndex toSorted toReversed toSpliced isWellFormed checkVisibility showPopover hidePopover ' +
    'startViewTransition showPicker throwIfAborted setHTMLUnsafe isSubsetOf isSupersetOf isDisjointFrom ' +
    'symmetricDifference').split(' '),
)
const OF = new Set(
  ('Object.hasOwn Object.groupBy Map.groupBy Promise.withResolvers Promise.try Array.fromAsync AbortSignal.any ' +
    'AbortSignal.timeout AbortSignal.abort crypto.randomUUID URL.canParse URL.parse Response.json Intl.Segmenter ' +
    'Intl.DurationFormat Intl.supportedValuesOf Symbol.dispose navigator.locks navigator.userActivation').split(' '),
)
const GLOBAL = new Set(
  'structuredClone reportError CompressionStream DecompressionStream CSSStyleSheet Iterator Temporal navigation'.split(' '),
)

function newIn(node, parent) {
  if (node.type === 'MemberExpression' && !node.computed) {
    const name = node.property.name
    if (node.object.type === 'Identifier' && OF.has(`${node.object.name}.${name}`)) return `${node.object.name}.${name}`
    const called = parent?.type === 'CallExpression' && parent.callee === node
    return called && METHODS.has(name) ? name : ''
  }
  if (node.type !== 'Identifier' || !GLOBAL.has(node.name)) return ''
  const named = parent?.type === 'MemberExpression' ? parent.object !== node : parent?.key === node
  return named ? '' : node.name
}

function walk(node, above, tell) {
  const found = newIn(node, above[above.length - 1])
  // A method that hands on what it was called as is called by those only who have it (Vue's arrays).
  if (found && !above.some((one) => one.type === 'Property' && one.method && one.key.name === found)) tell(found, node)
  above.push(node)
  for (const child of Object.values(node).flat()) if (typeof child?.type === 'string') walk(child, above, tell)
  above.pop()
}

function look(text) {
  const found = []
  const around = (at) => text.slice(Math.max(0, at - 100), at + 40)
  try {
    const tree = acorn.parse(text, { ecmaVersion: 2021, sourceType: 'module' })
    walk(tree, [], (what, node) => found.push(`${what} …${around(node.end)}`))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    found.push(`${error.message} …${around(error.pos)}`)
  }
  return found
}

const all = process.argv.slice(2).map((file) => [basename(file), look(readFileSync(file, 'utf8'))])
console.log(JSON.stringify(Object.fromEntries(all.filter(([, found]) => found.length > 0))))

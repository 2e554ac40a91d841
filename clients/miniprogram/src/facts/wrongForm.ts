// What is wrong with the form of what was typed; what it means, only the server judges.
import { valueOf, type FactKind, type Typed } from './typed'
import { words } from './words'

/** A sentence for beside the field, or undefined where it reads. */
export function wrongForm(kind: FactKind, typed: Typed): string | undefined {
  if (valueOf(kind, typed) !== undefined) return undefined
  const said = words().wrong
  return kind === 'money' || kind === 'ratio' || kind === 'int' ? said[kind] : said.other
}

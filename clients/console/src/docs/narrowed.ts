// What the viewer's search finds: operations by address, words in either language, or refusal.

interface Immutable {
  get(name: string): Immutable
  getIn(path: string[]): unknown
  set(name: string, value: unknown): Immutable
  filter(keep: (one: Immutable) => boolean): Immutable
  toString(): string
  size: number
}

/** Operations by audience, as Swagger UI holds them (Immutable.js). */
export interface Groups {
  map(change: (group: Immutable) => Immutable): { filter(keep: (group: Immutable) => boolean): Groups }
}

/** Those that have every word of `phrase` somewhere. */
export function narrowed(groups: Groups, phrase: string): Groups {
  const wanted = phrase.toLowerCase().split(/\s+/)
  const has = (operation: Immutable) => {
    const said = `${operation.get('method')} ${operation.get('path')} ${operation.get('operation')}`.toLowerCase()
    return wanted.every((word) => said.includes(word))
  }
  return groups
    .map((group) => group.set('operations', group.get('operations').filter(has)))
    .filter((group) => group.get('operations').size > 0)
}

// What a page was opened with: the `id=` of a link or share card, or the `scene=` of a scanned code.
import { onLoad } from '@dcloudio/uni-app'
import { Problem } from '@/api/problem'
import { whereTo } from './whereTo'

type Words = Record<string, string>

export interface Entrance {
  /** The page's query, decoded, once it is there: a code's is what the code leads to. Throws `Problem`. */
  query(): Promise<Words>
  /** Its `id`; throws `Problem` where the address names none. */
  id(): Promise<string>
}

/** Call it in the page's setup; loads await it, so that a code that cannot be read is tried again with them. */
export function useEntrance(): Entrance {
  let opened: (options: Words) => void
  const options = new Promise<Words>((resolve) => (opened = resolve))
  onLoad((given) => opened(decoded((given ?? {}) as Words)))

  async function query(): Promise<Words> {
    const given = await options
    return given.scene === undefined || given.id !== undefined ? given : whereTo(given.scene)
  }
  return {
    query,
    async id() {
      const { id } = await query()
      if (!id) throw new Problem(404, 'not_found', '', '')
      return id
    },
  }
}

/** WeChat gives a query as it was written, a browser decoded: decoding what is plain changes nothing. */
export function decoded(query: Words): Words {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, plain(value)]))
}

function plain(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

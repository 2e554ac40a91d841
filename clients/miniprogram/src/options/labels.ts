// The words for the API's codes: fetched once a launch, kept on the phone, so that a page never waits for them.
import { reactive } from 'vue'
import { call } from '@/api/call'
import type { Schema } from '@api/paths'
import { Problem } from '@/api/problem'
import { write } from '@/storage/write'
import { language, type Language } from '@/words/language'

type Said = Readonly<Record<string, string>>
type Group = Exclude<keyof Schema<'LabelsView'>, 'more'>
type Held = Record<Group, Said> & { more: Readonly<Record<string, Said>> }

const held = reactive<{ labels: Held | null; language: Language }>({ labels: null, language: language() })
let fetched: Promise<void> | undefined

export interface Labels {
  /** The words for a code, or the code itself while they are not known. */
  of(group: Group, code: string): string
  more(group: string, code: string): string
}

export function useLabels(): Labels {
  if (held.language !== language()) {
    Object.assign(held, { labels: null, language: language() })
    fetched = undefined
  }
  if (held.labels === null) held.labels = (uni.getStorageSync(keyOf()) as Held | '') || null
  fetched ??= fetch().catch((refused) => {
    // Codes stand in for words until the next page tries again.
    fetched = undefined
    if (!(refused instanceof Problem)) throw refused
  })
  return {
    of: (group, code) => held.labels?.[group][code] ?? code,
    more: (group, code) => held.labels?.more[group]?.[code] ?? code,
  }
}

async function fetch(): Promise<void> {
  const asked = keyOf()
  const labels = (await call('get', '/options', { query: { only: 'labels' } })).labels as unknown as Held
  write(asked, labels)
  if (asked === keyOf()) held.labels = labels
}

function keyOf(): string {
  return `labels:${language()}`
}

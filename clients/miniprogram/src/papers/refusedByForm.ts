// What a file cannot be by its size and name alone, told before it is sent.
import { Problem } from '@/api/problem'
import type { PickedFile } from '@/host/host'
import type { Schema } from '@api/paths'
import { sizeInWords } from './size'
import { words } from './words'

export function refusedByForm(file: PickedFile, terms: Schema<'UploadTerms'> | undefined): Problem | undefined {
  const w = words()
  const refused = (detail: string) => new Problem(0, 'refused_here', '', detail)
  if (file.size === 0) return refused(w.empty)
  if (terms === undefined) return undefined
  if (file.size > terms.most_bytes) return refused(w.tooLarge(sizeInWords(terms.most_bytes)))
  const ending = /\.(\w+)$/.exec(file.name)?.[1]?.toLowerCase()
  const known = ending === undefined || terms.endings.includes(ending)
  return known ? undefined : refused(w.wrongEnding(terms.endings.join('、')))
}

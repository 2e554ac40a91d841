// Which lines of a file have a mistake or are left blank.
import type { Schema } from '@api/paths'

export function linesOf(
  said: Schema<'FilesReading'> | undefined,
  file: Schema<'FileProblemView'>['file'],
): ReadonlySet<number> {
  const found = [...(said?.problems ?? []), ...(said?.blanks ?? [])]
  return new Set(found.flatMap((one) => (one.file === file && one.line !== null ? [one.line] : [])))
}

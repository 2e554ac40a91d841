// The scored tracks of the editions that a person has to do with, each with its present round.
import type { Schema } from '@api/paths'
import { call } from '@/api/call'

export interface ScoredTrack {
  id: string
  edition: string
  edition_title: string
  track: string
  title: string
  round: Schema<'ScoringView'>
}

/** Whose editions they are the API says. Throws `Problem`. */
export async function listScorings(signal: AbortSignal): Promise<ScoredTrack[]> {
  const { items } = await call('get', '/editions', { signal })
  const scored = items.flatMap((edition) =>
    edition.tracks.filter((track) => track.scored).map((track) => ({ edition, track })),
  )
  return Promise.all(
    scored.map(async ({ edition, track }) => ({
      id: `${edition.code}:${track.code}`,
      edition: edition.code,
      edition_title: edition.title,
      track: track.code,
      title: track.title,
      round: await readRound(edition.code, track.code, undefined, signal),
    })),
  )
}

export function readRound(code: string, track: string, round: number | undefined, signal: AbortSignal) {
  return call('get', '/programmes/{code}/tracks/{track}/scoring', { path: { code, track }, query: { round }, signal })
}

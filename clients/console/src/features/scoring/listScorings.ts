// The scored tracks of the editions that a person has to do with, each with its present round.
import type { Schema } from '@api/paths'
import { call } from '@/api/call'
import { session } from '@/session/session'

export interface ScoredTrack {
  id: string
  edition: string
  edition_title: string
  track: string
  title: string
  round: Schema<'ScoringView'>
}

/** Throws `Problem`. */
export async function listScorings(signal: AbortSignal): Promise<ScoredTrack[]> {
  const { items } = await call('get', '/programmes', { query: { limit: 100 }, signal })
  const mine = items.filter((edition) => isMine(edition.programme, edition.code))
  const views = await Promise.all(mine.map((one) => call('get', '/programmes/{code}', { path: { code: one.code }, signal })))
  const scored = views.flatMap((edition) =>
    edition.tracks.filter((track) => track.criteria.length > 0).map((track) => ({ edition, track })),
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

/** A grant that names nothing reaches every edition. */
function isMine(programme: string, edition: string): boolean {
  const grants = session.who?.user.grants ?? []
  return grants.some(
    (grant) =>
      ['authority', 'inspector'].includes(grant.role) &&
      (grant.programme ?? programme) === programme &&
      (grant.edition ?? edition) === edition,
  )
}

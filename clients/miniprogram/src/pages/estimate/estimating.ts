// An estimate's track, what was answered for it, and the question that the API is asked.
import type { Aborter } from '@/api/aborter'
import { call } from '@/api/call'
import { callKept } from '@/api/callKept'
import type { Schema } from '@api/paths'
import { Problem } from '@/api/problem'
import { valueOf, type FactValue, type Typed } from '@/facts/typed'

export type Track = Schema<'TrackView'>
export type Fact = Schema<'TrackFactView'>
export type Estimate = Schema<'EstimateView'>
export type Answers = Record<string, Typed>

/** Which track of which edition; `firm` is one of mine, or empty. */
export interface About {
  edition: string
  track: string
  firm: string
}

/** What is kept of an estimate on the phone. */
export interface Stated {
  answers: Answers
  region_class: string | null
}

export const NOTHING_STATED: Stated = { answers: {}, region_class: null }

export const keptName = (about: About) => `estimate:${about.edition}:${about.track}`

/** Throws a `Problem` of status 404 where the edition has no such track. */
export async function readTrack(about: About, aborter?: Aborter): Promise<Track> {
  const programme = await callKept('/programmes/{code}', { path: { code: about.edition }, aborter })
  const track = programme.tracks.find((one) => one.code === about.track)
  if (!track) throw new Problem(404, 'not_found', '', '')
  return track
}

/** What can be read of the answers, as `facts` carries it. */
export function factsOf(facts: readonly Fact[], answers: Answers): Record<string, FactValue> {
  const read: Record<string, FactValue> = {}
  for (const fact of facts) {
    const numeric = typeof fact.options[0]?.value === 'number'
    const value = valueOf(fact.type, answers[fact.name] ?? '', numeric)
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) continue
    read[fact.name] = value
  }
  return read
}

export function estimate(about: About, track: Track, stated: Stated, aborter?: Aborter): Promise<Estimate> {
  return call('post', '/programmes/{code}/tracks/{track}/estimate', {
    path: { code: about.edition, track: about.track },
    body: { facts: factsOf(track.facts, stated.answers), region_class: stated.region_class },
    aborter,
  })
}

/** Short groups: taps first as the track orders them, at most `MOST` a step. */
export function stepsOf(facts: readonly Fact[]): Fact[][] {
  const MOST = 3
  const steps: Fact[][] = []
  for (let at = 0; at < facts.length; at += MOST) steps.push(facts.slice(at, at + MOST))
  return steps
}

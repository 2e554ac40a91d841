// What was sent back, one item each: a field to change, papers to hand in anew, or something done elsewhere.
import type { Schema } from '@api/paths'
import type { Asked } from '@/facts/asked'
import { askedOf } from './filedRows'

type Application = Schema<'ApplicationView'>
type Track = Schema<'TrackView'>

export interface CorrectionItem {
  item: string
  /** As the track names it; null for a paper, whose kind has its own words. */
  label: string | null
  reasons: string[]
  dueOn: string | null
  answer: string
  /** A field of the form; else null. */
  asked: Asked | null
  /** The kind of paper; else null. */
  kind: string | null
}

export function correctionItems(application: Application, track: Track): CorrectionItem[] {
  const fields = askedOf(application, track)
  const kinds = track.materials.map((material) => material.kind)
  const found = new Map<string, CorrectionItem>()
  for (const { item, reason, due_on, answer } of application.corrections) {
    const seen = found.get(item)
    if (seen) seen.reasons.push(reason)
    else {
      const asked = fields.find(({ field }) => field === item) ?? null
      const kind = kinds.includes(item) ? item : null
      const label = asked?.fact.label ?? track.facts.find(({ name }) => `facts.${name}` === item)?.label ?? null
      found.set(item, { item, label, reasons: [reason], dueOn: due_on, answer: answer ?? '', asked, kind })
    }
  }
  return [...found.values()]
}

/** When it was sent back: what is typed belongs to that round alone. */
export function roundOf(application: Application): string {
  const returned = application.timeline.filter((entry) => entry.event.endsWith('.returned'))
  return returned[returned.length - 1]?.at ?? ''
}

/** Whether this step takes a word of explanation in place of a change. */
export function mayExplain(application: Application, track: Track): boolean {
  return track.stages.some((stage) => stage.kind === application.stage && stage.explain)
}

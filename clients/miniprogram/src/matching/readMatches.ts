// What a firm may get: of my firm's record, or of what was answered on this phone.
import type { Aborter } from '@/api/aborter'
import { call } from '@/api/call'
import type { Schema } from '@api/paths'
import { findDraft } from '@/keep/useDraft'
import { asPerson } from '@/session/asPerson'
import { KEPT_ANSWERS, NO_ANSWERS, askedBody, type FirmAnswers } from './answers'

export type Match = Schema<'MatchItem'>

/** `firm`: the id of one of mine; empty for the answers on this phone. Throws `Problem`. */
export async function readMatches(firm: string, aborter?: Aborter): Promise<Match[]> {
  if (firm) {
    const path = { enterprise_id: firm }
    return (await asPerson(() => call('get', '/enterprises/{enterprise_id}/matches', { path, aborter }))).items
  }
  const answers = findDraft<FirmAnswers>(KEPT_ANSWERS) ?? NO_ANSWERS
  return (await call('post', '/matches', { body: askedBody({ ...NO_ANSWERS, ...answers }), aborter })).items
}

// Whether objections are taken, and how the days stand, in words.
import type { Schema } from '@api/paths'
import { daysLeft } from '@/words/moment'
import { comma } from '@/words/marks'
import { words } from './words'

type Notice = Pick<Schema<'NoticeView'>, 'state' | 'ends_on' | 'provisional'>

interface NoticeState {
  text: string
  tone: 'grey' | 'blue' | 'amber'
  /** Objections are taken until the end of the last day; a provisional day is no end. */
  open: boolean
}

export function noticeState(notice: Notice): NoticeState {
  const w = words()
  const left = daysLeft(notice.ends_on)
  if (notice.state === 'closed') return { text: w.closed, tone: 'grey', open: false }
  if (notice.provisional) return { text: w.open + comma() + w.provisional, tone: 'blue', open: true }
  if (left < 0) return { text: w.over, tone: 'amber', open: false }
  return { text: w.open + comma() + w.left(left), tone: left <= 1 ? 'amber' : 'blue', open: true }
}

// Where a message leads: its application, or the page of what it is about.
import type { Schema } from '@api/paths'

const PAGES: readonly (readonly [RegExp, string])[] = [
  [/^(notice\.published)$/, '/pages/notice/list'],
  [/^(objection|content\.objection)/, '/pages/notice/objections'],
  [/^(dispute|firm|member|owner)\b/, '/pages/firm/list'],
  [/^payee\./, '/pages/firm/list'],
  [/^edition\.fits$/, '/pages/match/questions'],
  [/^phone\./, '/pages/account/phone'],
]

/** A page's address, or null where there is nothing more to see. */
export function whereTo(message: Schema<'NotificationView'>): string | null {
  if (message.application_id !== null) return `/pages/application/detail?id=${message.application_id}`
  return PAGES.find(([of]) => of.test(message.event))?.[1] ?? null
}

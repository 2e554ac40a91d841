// After each change of page: its title, the focus on what is new, and a voice that says where one is.
import { nextTick, ref } from 'vue'
import type { RouteLocationNormalized } from 'vue-router'
import { say } from '@/words/language'

/** Read by the one polite live region of the frame. */
export const announced = ref('')

export function announce(text: string): void {
  announced.value = ''
  void nextTick(() => (announced.value = text))
}

/** A page whose title holds more than its kind (a firm's name) names itself once it is loaded. */
export function namePage(title: string): void {
  document.title = `${title} · ${say('双推工作台', 'Shuangtui console')}`
}

export function announcePage(to: RouteLocationNormalized, from: RouteLocationNormalized): void {
  if (to.path === from.path && from.name !== undefined) return
  namePage(to.meta.title ?? say('没有这一页', 'No such page'))
  if (from.name === undefined) return
  announce(to.meta.title ?? '')
  void nextTick(() => document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true }))
}

// Collects what the features declare.
import { createRouter, createWebHistory, type Router } from 'vue-router'
import { announcePage } from './frame/announce'
import type { Feature } from './frame/feature'
import { whenThere } from './frame/scrolling'
import { dueFirst, findOut, holds, session } from './session/session'

const found = import.meta.glob<Feature>('./features/*/routes.ts', { eager: true, import: 'default' })
const own = import.meta.glob<Feature>('./session/routes.ts', { eager: true, import: 'default' })
export const FEATURES: readonly Feature[] = [...Object.values(own), ...Object.values(found)]

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory('/console/'),
    routes: [
      ...FEATURES.flatMap((feature) => feature.routes),
      { path: '/:rest(.*)*', name: 'not-found', component: () => import('./frame/NotFoundPage.vue') },
    ],
    scrollBehavior(to, from, kept) {
      if (kept !== null) return whenThere(kept)
      return to.path === from.path ? false : { top: 0 }
    },
  })
  router.beforeEach(async (to) => {
    if (to.meta.public) return true
    const who = session.who ?? (await findOut())
    if (session.problem !== undefined) return false
    if (who === undefined) return { name: 'sign-in', query: { to: to.fullPath } }
    const first = dueFirst()
    return first === undefined || first === to.name || { name: first, query: { to: to.fullPath } }
  })
  router.afterEach(announcePage)
  return router
}

/** Whether the person may open it: the page says so itself where they may not. */
export function mayOpen(name: string): boolean {
  const route = FEATURES.flatMap((feature) => feature.routes).find((one) => one.name === name)
  return route !== undefined && holds(route.meta.roles)
}

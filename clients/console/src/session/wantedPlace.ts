// Where somebody wanted to go before they were asked who they are.
import type { RouteLocationRaw } from 'vue-router'

/** Only a place of our own: `//elsewhere` is an address of somebody else. */
export function wantedPlace(to: unknown): RouteLocationRaw {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : { name: 'start' }
}

// What a feature declares in its `routes.ts`: pages, menu entries, rights. The application only collects them.
import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/session/session'

/** Groups of the menu, in its order. */
export const GROUPS = ['desk', 'platform', 'decide', 'money', 'rules', 'watch'] as const
export type Group = (typeof GROUPS)[number]

export interface MenuEntry {
  group: Group
  /** Within its group, ascending. */
  order: number
  title: string
  /** A route's name. */
  to: string
}

export interface Feature {
  menu?: readonly MenuEntry[]
  /** Every route has a `name` and `meta: { title, roles }`; pages are imported when they are opened. */
  routes: readonly FeatureRoute[]
}

export type FeatureRoute = RouteRecordRaw & {
  name: string
  meta: {
    title: string
    /** Who may open it; an empty list asks for nothing but a login. */
    roles: readonly Role[]
    /** The route that the breadcrumb leads back to. */
    parent?: string
    /** Open to nobody in particular: signing in. */
    public?: boolean
    /** Alone, without the frame and its menu. */
    bare?: boolean
    /** Wants the whole width: the menu lies behind a button. */
    wide?: boolean
  }
}

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    roles?: readonly Role[]
    parent?: string
    public?: boolean
    bare?: boolean
    wide?: boolean
  }
}

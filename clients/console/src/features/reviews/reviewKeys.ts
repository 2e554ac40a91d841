// The keys of a review's page, each with what it does.
import type { Key } from '@/acts/useKeys'
import type { Points } from './usePoints'
import type { Taking } from './useTaking'
import { pageWords } from './words'

interface Hands {
  points: Points
  viewer: {
    nextPage(): void
    previousPage(): void
    zoom(by: 1 | -1): void
    turn(): void
    fit(to: 'width' | 'whole'): void
    switchWay(): void
  } | null
  taking: Taking
  mark(ok: boolean): void
  decide(): void
  help(): void
}

export function reviewKeys({ points, viewer, taking, mark, decide, help }: Hands): Key[] {
  const w = pageWords().keysOf
  return [
    { key: 'j', does: w.next, run: () => points.move(1) },
    { key: 'k', does: w.previous, run: () => points.move(-1) },
    { key: 'a', does: w.ok, run: () => mark(true) },
    { key: 'x', does: w.notOk, run: () => mark(false) },
    { key: ']', does: w.pageNext, run: () => viewer?.nextPage() },
    { key: '[', does: w.pagePrevious, run: () => viewer?.previousPage() },
    { key: '=', does: w.bigger, run: () => viewer?.zoom(1) },
    { key: '-', does: w.smaller, run: () => viewer?.zoom(-1) },
    { key: 'r', does: w.turn, run: () => viewer?.turn() },
    { key: 'w', does: w.width, run: () => viewer?.fit('width') },
    { key: 'f', does: w.whole, run: () => viewer?.fit('whole') },
    { key: 'o', does: w.original, run: () => viewer?.switchWay() },
    { key: 't', does: w.take, run: () => void taking.toggle() },
    { key: 'v', does: w.verdict, run: decide },
    { key: '?', does: w.help, run: help },
  ]
}

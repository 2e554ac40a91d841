// An act that takes its own button or row away leaves the focus on what stands there now, never on nothing.

const ROWS = 'article, li, tr'
const STANDING = 'article, li, tr, section, form, fieldset, main'
const FIELDS = 'textarea, select, input:not([type=hidden])'

/** Where the focus was in the page, and what was around it, the nearest first. */
interface Place {
  element: HTMLElement
  around: HTMLElement[]
  /** Its row among its like, in their parent. */
  row: { tag: string; parent: Element; at: number } | undefined
}

let was: Place | undefined

/** Once, for all pages. Dialogs give the focus back to where it was, and that may be gone by then. */
export function keepFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (!isOver(target)) was = target instanceof HTMLElement && target.closest('main') ? placeOf(target) : undefined
  })
  // Who presses elsewhere has left it on purpose.
  document.addEventListener('pointerdown', ({ target }) => {
    if (!isOver(target) && !was?.element.contains(target as Node)) was = undefined
  })
  document.addEventListener('focusout', () => setTimeout(() => mend([]), 0))
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true })
}

function mend(changes: readonly MutationRecord[]): void {
  if (was === undefined || was.element.isConnected || document.activeElement !== document.body) return
  const { around, row } = was
  const place = around.find((one) => one.isConnected) ?? document.querySelector<HTMLElement>('main')
  if (place === null) return
  const left = around[0]?.isConnected ? undefined : rowThere(row)
  const next = left ?? newField(place, changes) ?? place
  if (!next.matches(FIELDS)) next.tabIndex = -1
  next.focus({ preventScroll: next.matches('main') })
}

/** The row that came to its place, or the one before where it was the last. */
function rowThere(row: Place['row']): HTMLElement | undefined {
  if (!row?.parent.isConnected) return undefined
  const rows = likeIn(row.parent, row.tag)
  return rows[row.at] ?? rows[row.at - 1]
}

/** What opened where a button was, such as the reason for a refusal; a page of its own chooses by itself. */
function newField(place: HTMLElement, changes: readonly MutationRecord[]): HTMLElement | undefined {
  if (place.matches('main')) return undefined
  const came = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node instanceof HTMLElement)
  const field = came.filter((node) => place.contains(node)).map((node) => node.querySelector<HTMLElement>(FIELDS))
  return field.find((one) => one !== null) ?? undefined
}

function placeOf(element: HTMLElement): Place {
  const around: HTMLElement[] = []
  for (let one = above(element); one; one = above(one)) around.push(one)
  const row = element.closest<HTMLElement>(ROWS)
  const parent = row?.parentElement
  if (!row || !parent) return { element, around, row: undefined }
  return { element, around, row: { tag: row.tagName, parent, at: likeIn(parent, row.tagName).indexOf(row) } }
}

function above(element: HTMLElement): HTMLElement | null | undefined {
  return element.parentElement?.closest<HTMLElement>(STANDING)
}

function likeIn(parent: Element, tag: string): HTMLElement[] {
  return [...parent.children].filter((one): one is HTMLElement => one instanceof HTMLElement && one.tagName === tag)
}

/** In a dialog, or in what opens over the page. */
function isOver(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.el-overlay, .el-popper') !== null
}

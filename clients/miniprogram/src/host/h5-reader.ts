// What a browser's keyboard and screen reader need, and uni's H5 does not give by itself.
import { words } from './words'

let first = true

/** Names the page by its title and starts the keyboard at its top; at the first page the browser does. */
export function pageShown(): void {
  requestAnimationFrame(() => {
    nameBars()
    const frame = document.querySelector<HTMLElement>('uni-page-body .page-frame')
    frame?.setAttribute('aria-label', document.title)
    if (first) namePictures()
    else focusOn(frame)
    first = false
  })
}

let before: Element | null = null

export function focus(id: string): void {
  before = document.activeElement
  focusOn(document.getElementById(id))
}

export function focusBack(): void {
  if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
  before = null
}

function focusOn(element: HTMLElement | null): void {
  if (!element) return
  if (!element.hasAttribute('tabindex')) element.setAttribute('tabindex', '-1')
  element.focus({ preventScroll: true })
}

/** uni draws the tabs and "back" as plain boxes: they become links and a button with names. */
function nameBars(): void {
  const w = words()
  document.querySelector('.uni-tabbar')?.setAttribute('role', 'navigation')
  // Its text says what a tab is; the picture adds nothing.
  document.querySelectorAll('.uni-tabbar img').forEach((picture) => picture.setAttribute('alt', ''))
  document.querySelectorAll<HTMLElement>('.uni-tabbar__item').forEach((tab) => makePressable(tab, 'link'))
  document.querySelectorAll<HTMLElement>('.uni-page-head-hd .uni-page-head-btn').forEach((back) => {
    back.setAttribute('aria-label', w.back)
    makePressable(back, 'button')
  })
}

/** uni draws an image's picture without a name: it takes the image's own, now and whenever one comes. */
function namePictures(): void {
  const name = () =>
    document.querySelectorAll<HTMLImageElement>('uni-image img:not([alt])').forEach((picture) => {
      picture.alt = picture.closest('uni-image')?.getAttribute('aria-label') ?? ''
    })
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true })
  name()
}

function makePressable(element: HTMLElement, role: 'link' | 'button'): void {
  if (element.getAttribute('role') === role) return
  element.setAttribute('role', role)
  element.setAttribute('tabindex', '0')
  element.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') element.click()
  })
}

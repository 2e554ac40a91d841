// Where a page begins: at its top, or, coming back, where the person was, once the page is long enough again.

interface Place {
  left: number
  top: number
}

const PATIENCE_MS = 3_000

/** Resolves as soon as the place exists; a page that stays short begins at its top. */
export function whenThere(place: Place): Promise<Place> {
  return new Promise((resolve) => {
    const page = document.documentElement
    const observer = new ResizeObserver(look)
    const timer = setTimeout(give, PATIENCE_MS)

    function look() {
      if (page.scrollHeight >= place.top + innerHeight) give()
    }

    function give() {
      observer.disconnect()
      clearTimeout(timer)
      resolve(place)
    }
    observer.observe(document.body)
    look()
  })
}

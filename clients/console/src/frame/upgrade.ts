// A new version on the server: parts of the old pages are gone, so the person is offered the new ones.
import { ref } from 'vue'

export const upgraded = ref(false)

/** Vite says so where a part of the page can no longer be fetched. */
export function watchForUpgrades(): void {
  addEventListener('vite:preloadError', (event) => {
    event.preventDefault()
    if (navigator.onLine) upgraded.value = true
  })
}

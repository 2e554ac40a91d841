// My city: chosen once, kept on the phone; programmes and platforms are shown for it.
import { ref } from 'vue'
import { CITY } from './words'

const KEPT = 'city'

const chosen = ref<string | null>((uni.getStorageSync(KEPT) as string) || null)

/** Null: not chosen yet, or all of them. */
export function myCity(): string | null {
  return chosen.value
}

export function chooseCity(city: string | null): void {
  chosen.value = city
  uni.setStorageSync(KEPT, city ?? '')
}

/** A region's city: its name as far as the word for city. */
export function cityOf(region: string): string {
  const end = region.indexOf(CITY, 1)
  // In English the larger place comes last: `Rongchang, Chongqing`.
  return end < 0 ? (region.split(', ').pop() ?? region) : region.slice(0, end + 1)
}

/** The cities of these regions, each once, as they come. */
export function citiesOf(places: readonly { region: string }[]): string[] {
  return [...new Set(places.map((place) => cityOf(place.region)))]
}

// My city: chosen once, kept on the phone; programmes and platforms are shown for it.
import { ref } from 'vue'

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

/** A region's city: `重庆市荣昌区` lies in `重庆市`. */
export function cityOf(region: string): string {
  return /^.+?市/.exec(region)?.[0] ?? region
}

/** The cities of these regions, each once, as they come. */
export function citiesOf(places: readonly { region: string }[]): string[] {
  return [...new Set(places.map((place) => cityOf(place.region)))]
}

// Writes onto the phone: where it is full, what can be fetched again makes room.

const FETCHED = ['answer:', 'labels:']

/** False where the phone takes nothing even so: what was to be kept holds until the app is closed. */
export function write(place: string, value: unknown): boolean {
  if (taken(place, value)) return true
  for (const key of uni.getStorageInfoSync().keys) {
    if (FETCHED.some((start) => key.startsWith(start))) uni.removeStorageSync(key)
  }
  return taken(place, value)
}

function taken(place: string, value: unknown): boolean {
  try {
    uni.setStorageSync(place, value)
    return true
  } catch {
    return false
  }
}

// Who plays whom in the demonstration: remembered, so that a lapsed session comes back by itself.

const KEPT = 'demonstration-person'

export function choosePerson(name: string): void {
  uni.setStorageSync(KEPT, name)
}

/** The stand-in's code for the person that was chosen; null without one. */
export function personsCode(): string | null {
  const name = uni.getStorageSync(KEPT) as string
  return name === '' ? null : `sandbox-${name}`
}

/** The stand-in's code for a phone number that was typed. */
export function demonstrationPhone(typed: string): string {
  return `sandbox-phone-${typed.replace(/\D/g, '')}`
}

export function forgetPerson(): void {
  uni.removeStorageSync(KEPT)
}

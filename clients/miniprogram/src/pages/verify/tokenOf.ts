// The token of a letter out of what its code holds: the address of its page, or the token alone.

export function tokenOf(text: string): string {
  return /([A-Za-z0-9_.~-]+)\/?(?:[?#].*)?$/.exec(text.trim())?.[1] ?? ''
}

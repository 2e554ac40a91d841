// What is picked, cut into what the API takes in one call.

/** `Ids` of a bulk act: at most so many. */
const AT_ONCE = 500

export function portionsOf<T>(picked: readonly T[]): T[][] {
  const portions = Math.ceil(picked.length / AT_ONCE)
  return Array.from({ length: portions }, (_, at) => picked.slice(at * AT_ONCE, (at + 1) * AT_ONCE))
}

// The colour of a firm's state; its word is the API's.
export function firmTone(state: string): 'green' | 'blue' | 'grey' {
  return state === 'verified' ? 'green' : state === 'claimed' ? 'blue' : 'grey'
}

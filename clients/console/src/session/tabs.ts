// What the tabs of one browser tell each other of the session that they share.

export type Told =
  | { what: 'in'; id: string }
  | { what: 'used' }
  | { what: 'over' }
  | { what: 'out' }

// Browsers of before 2022 may lack it: each tab then finds out by itself.
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('shuangtui-session')

export function tell(told: Told): void {
  channel?.postMessage(told)
}

export function hear(act: (told: Told) => void): void {
  channel?.addEventListener('message', (event: MessageEvent<Told>) => act(event.data))
}

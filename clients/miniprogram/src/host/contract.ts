// What a host must be able to do; `wechat.ts` and `h5.ts` each do it their way.

/** A file as the person picked it: `path` is what an upload takes. */
export interface PickedFile {
  path: string
  name: string
  size: number
}

export type PopupAnswer = 'accept' | 'reject' | 'ban' | 'filter'

/** `granted`: nothing to ask. `open` shows WeChat's own text of it. */
export interface Privacy {
  needed(): Promise<boolean>
  openText(): void
}

export interface Host {
  readonly kind: 'wechat' | 'h5'
  /** A one-time code for `POST /session/wechat`; null where nobody can be logged in without asking. */
  loginCode(): Promise<string | null>
  /** Pictures by camera or album; empty when the person cancels. */
  pickPictures(most: number, from: 'camera' | 'album'): Promise<PickedFile[]>
  /** Any files: a chat's in WeChat, the phone's own in a browser; empty when cancelled. */
  pickFiles(most: number, extensions: string[]): Promise<PickedFile[]>
  /** Fetches a protected file and shows it; throws `Problem`. */
  showFile(address: string, name: string): Promise<void>
  /** WeChat's consent window; must be the first thing in the tap. Null: there is no such window here. */
  askToSubscribe(templateIds: string[]): Promise<Record<string, PopupAnswer> | null>
  /** The text of a QR code by camera or picture; null when cancelled or unreadable. */
  scanCode(): Promise<string | null>
  readonly privacy: Privacy
  /** Gives an input its name for readers of the screen: uni's H5 input hides the real one. */
  nameControl(id: string, said: { label: string; describedBy?: string; wrong?: boolean }): void
  onNetwork(changed: (online: boolean) => void): void
  online(): Promise<boolean>
  /** How much larger than usual the phone's own text is; 1 is usual. */
  fontScale(): number
}

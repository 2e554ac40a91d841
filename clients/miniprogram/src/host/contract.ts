// What a host must be able to do; `wechat.ts` and `h5.ts` each do it their way.

/** A file as the person picked it: `path` is what an upload takes. */
export interface PickedFile {
  path: string
  name: string
  size: number
}

export type PopupAnswer = 'accept' | 'reject' | 'ban' | 'filter'

/** What the person answered to WeChat's privacy question; `buttonId` is the button that was tapped. */
export type PrivacyAnswer = (agreed: boolean, buttonId: string) => void

/** WeChat's own permission for phone, camera and chat files, asked at the first use of such a thing. */
export interface Privacy {
  needed(): Promise<boolean>
  openText(): void
  /** `show` draws our sheet; WeChat holds back what was asked for until it is answered. */
  onNeed(show: (answer: PrivacyAnswer) => void): void
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
  /** Public pictures, large, beginning with one of them. */
  showPictures(addresses: readonly string[], at: number): void
  /** WeChat's consent window; must be the first thing in the tap. Null: there is no such window here. */
  askToSubscribe(templateIds: string[]): Promise<Record<string, PopupAnswer> | null>
  /** Whether this phone can read a QR code by itself. */
  readonly canScan: boolean
  /** The text of a QR code by camera or picture; null when cancelled or unreadable. */
  scanCode(): Promise<string | null>
  readonly privacy: Privacy
  /** Hands a protected file over to keep or send on, whatever its kind; throws `Problem`. */
  takeFile(address: string, name: string): Promise<void>
  /** A newer version of the app is here: `ready` gets what restarts into it. */
  onNewVersion(ready: (restart: () => void) => void): void
  /** Starts anew, in the newest version that can be had. */
  restart(): void
  /** A page came to the front: a browser's reader is told, and the keyboard starts at its top. */
  pageShown(): void
  /** Puts the keyboard's focus on what has this id, where there is a keyboard. */
  focus(id: string): void
  /** And back where it was before. */
  focusBack(): void
  /** Tells the browser's reader which language the page speaks. */
  speaks(language: 'zh' | 'en'): void
  /** Gives an input its name for readers of the screen: uni's H5 input hides the real one. */
  nameControl(id: string, said: { label: string; describedBy?: string; wrong?: boolean }): void
  /** Writes into the address what is looked at, so that reloading or sending it shows the same. */
  showAddress(page: string): void
  /** A page's whole address for somebody else; empty in WeChat, where a card is passed on instead. */
  addressOf(page: string): string
  /** The scene that the browser's own address carries before the `#`, once; null in WeChat, where pages receive it. */
  sceneOfAddress(): string | null
  /** The whole address of what an answer names by its path, such as a logo's `/api/v1/pictures/…`. */
  fullAddress(path: string): string
  onNetwork(changed: (online: boolean) => void): void
  online(): Promise<boolean>
  /** How much larger than usual the phone's own text is; 1 is usual. */
  fontScale(): number
}

// What a host must be able to do with files on the phone.
import type { PickedFile } from './contract'

export interface HostFiles {
  read(path: string): Promise<ArrayBuffer>
  /** A file of these bytes; `name` ends in what it is, such as `合同.pdf`. */
  write(name: string, bytes: ArrayBuffer): Promise<PickedFile>
  /** The picture as a JPEG, upright, its long edge at most `edge` pixels; throws where the phone cannot read it. */
  toJpeg(file: PickedFile, edge: number, quality: number): Promise<PickedFile>
  /** A protected picture as something that `<image>` shows. Throws `Problem`. */
  fetchPicture(address: string): Promise<string>
  /** Keeps the file over a restart; the reference to ask for it by, or null where there is no room. */
  hold(file: PickedFile): Promise<string | null>
  /** The path of a held file now; null where the phone has let it go. */
  reopen(reference: string): Promise<string | null>
  release(reference: string): void
  /** Everything that was held, made or taken here, whoever's it was. */
  releaseAll(): void
  /** The page needs a path no longer that it was given here: the phone may have its room back. */
  letGo(path: string): void
}

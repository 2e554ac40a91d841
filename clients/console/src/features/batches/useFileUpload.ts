// One file on its way: checked, sent in parts, paused, gone on with after a reload or without a network.
import { onUnmounted, reactive } from 'vue'
import { asks } from '@/api/asks'
import { call } from '@/api/call'
import { newKey } from '@/api/newKey'
import { asProblem, type Problem } from '@/api/problem'
import { checkFile, type FileFault, type FileKind } from './checkFile'
import { fingerprintOf } from './fingerprintOf'
import { Pace } from './pace'
import { endUpload, sendFile } from './sendFile'

const TRY_AGAIN_MS = 15_000

/** What is kept of a file in this browser; `id` is the server's, once it began. */
export interface KeptFile {
  name: string
  size: number
  print: string
  key: string
  id: string | null
}

/**
 * `found`: begun before, and its file must be picked again; `waiting`: for the network; `other`: another
 * file was picked than the one that was begun.
 */
export type FileState =
  | 'none'
  | 'checking'
  | 'refused'
  | 'found'
  | 'other'
  | 'sending'
  | 'paused'
  | 'waiting'
  | 'failed'
  | 'sent'

interface Keeping {
  get(): KeptFile | null
  set(file: KeptFile | null): void
}

export class FileUpload {
  state: FileState = 'none'
  fault: FileFault | null = null
  problem: Problem | undefined
  received = 0
  pace = new Pace()
  private file: File | undefined
  private stop: (() => void) | undefined
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    readonly kind: FileKind,
    private readonly keeping: Keeping,
  ) {}

  get kept(): KeptFile | null {
    return this.keeping.get()
  }

  /** Asks what the server has of a file that was begun before. */
  async find(): Promise<void> {
    const id = this.kept?.id
    if (id == null) return this.forget()
    this.state = 'checking'
    try {
      const there = await call('get', '/platform/uploads/{upload_id}', { path: { upload_id: id } })
      this.received = there.received
      this.state = there.received === there.length ? 'sent' : 'found'
    } catch (error) {
      const problem = asProblem(error)
      // One that is over, or of before a new beginning, is no failure: there is nothing left of it.
      if (problem.status === 404 || problem.status === 410) return this.forget()
      Object.assign(this, { state: 'failed', problem })
    }
  }

  async pick(file: File): Promise<void> {
    this.fault = await checkFile(file, this.kind)
    if (this.fault !== null) return void (this.state = this.state === 'found' ? 'found' : 'refused')
    const print = await fingerprintOf(file)
    const before = this.state === 'found' || this.state === 'other' ? this.kept : null
    this.file = file
    if (before !== null && !(before.name === file.name && before.size === file.size && before.print === print)) {
      return void (this.state = 'other')
    }
    if (before === null) this.begin(file, print)
    this.goOn()
  }

  /** Another file than the one that was begun: that one is given up. */
  async takeOther(): Promise<void> {
    const file = this.file
    if (file === undefined) return
    const print = await fingerprintOf(file)
    this.dropFromServer()
    this.begin(file, print)
    this.goOn()
  }

  goOn(): void {
    clearTimeout(this.timer)
    const kept = this.kept
    if (this.state === 'sending' || kept === null) return
    if (this.file === undefined) return void this.find()
    Object.assign(this, { state: 'sending', problem: undefined })
    this.pace.reset()
    this.stop = sendFile({
      file: this.file,
      key: kept.key,
      id: kept.id,
      began: (id) => this.keeping.set({ ...kept, id }),
      went: (bytes) => {
        this.received = bytes
        this.pace.note(bytes)
      },
      done: () => Object.assign(this, { state: 'sent', received: kept.size }),
      stopped: (problem) => void this.stopped(problem),
    })
  }

  pause(): void {
    this.halt()
    this.state = 'paused'
  }

  /** Gives it up, here and on the server. */
  drop(): void {
    this.halt()
    this.dropFromServer()
    this.forget()
  }

  /** The network is back, or the page goes. */
  online(): void {
    if (this.state === 'waiting') this.goOn()
  }

  halt(): void {
    clearTimeout(this.timer)
    this.stop?.()
    this.stop = undefined
  }

  private begin(file: File, print: string): void {
    this.received = 0
    this.keeping.set({ name: file.name, size: file.size, print, key: newKey(), id: null })
  }

  private async stopped(problem: Problem): Promise<void> {
    this.stop = undefined
    if (problem.status === 0) {
      this.state = 'waiting'
      // A computer that believes it has a network may have none.
      this.timer = setTimeout(() => this.online(), TRY_AGAIN_MS)
      return
    }
    Object.assign(this, { state: 'failed', problem })
    if (problem.code === 'unauthenticated' && (await asks.signIn())) this.goOn()
  }

  private dropFromServer(): void {
    const id = this.kept?.id
    // What cannot be deleted now the server deletes by itself after some days.
    if (id != null) endUpload(id).catch((error: unknown) => console.warn('not deleted', error))
  }

  private forget(): void {
    this.file = undefined
    Object.assign(this, { state: 'none', received: 0, problem: undefined, fault: null })
    this.keeping.set(null)
  }
}

export function useFileUpload(kind: FileKind, keeping: Keeping): FileUpload {
  const upload = reactive(new FileUpload(kind, keeping)) as FileUpload
  const back = () => upload.online()
  addEventListener('online', back)
  onUnmounted(() => {
    removeEventListener('online', back)
    upload.halt()
  })
  if (upload.kept !== null) void upload.find()
  return upload
}

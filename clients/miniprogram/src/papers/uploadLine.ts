// The line of papers on their way: sent one after the other, written down so that a restart goes on.
import { newAborter, type Aborter } from '@/api/aborter'
import { upload } from '@/api/upload'
import { files } from '@/host/files'
import type { PickedFile } from '@/host/host'
import { drop, keep, kept } from '@/keep/kept'
import { newKey } from '@/keep/newKey'
import { asProblem } from '@/load/useLoad'
import { newItem, type Destination, type KeptPaper, type QueuedPaper } from './queue'
import { sha256 } from './sha256'
import { shrunk } from './shrink'

export interface Wishes {
  to(slot: string): Destination
  /** One is there: fetch the thing anew; until that is done the paper is shown as on its way. */
  arrived(): void | Promise<void>
  /** Whether the server has these bytes already, asked before a retry. */
  has?(slot: string, sha256: string): Promise<boolean>
}

export interface Line {
  /** Under which it is written down: a person's, and of one thing. */
  person: string
  thing: string
  wishes: Wishes
  items: QueuedPaper[]
  /** Names of files that the phone let go before they were sent. */
  lost: string[]
  running: { id: string; aborter: Aborter } | undefined
  /** The page is closed: nothing more is begun. */
  closed: boolean
}

export async function addFiles(line: Line, slot: string, picked: readonly PickedFile[]): Promise<void> {
  for (const file of picked) {
    const kept = { id: newKey(), slot, name: file.name, size: file.size, held: null }
    line.items.push({ ...newItem(kept, file.path), phase: 'preparing' })
    const item = line.items[line.items.length - 1]!
    const smaller = await shrunk(file)
    Object.assign(item, { path: smaller.path, name: smaller.name, size: smaller.size })
    item.held = await files.hold(smaller)
    item.phase = 'waiting'
    writeDown(line)
    void sendNext(line)
  }
}

export function retryItem(line: Line, id: string): void {
  const item = line.items.find((one) => one.id === id)
  if (item?.phase !== 'failed') return
  Object.assign(item, { phase: 'waiting', problem: undefined, percent: 0 })
  void sendNext(line)
}

export function removeItem(line: Line, id: string): void {
  const at = line.items.findIndex((one) => one.id === id)
  if (at < 0) return
  if (line.running?.id === id) line.running.aborter.abort()
  const [item] = line.items.splice(at, 1)
  if (item?.held) files.release(item.held)
  if (item) files.letGo(item.path)
  writeDown(line)
}

/** What was left when the app was closed. */
export async function takeUp(line: Line): Promise<void> {
  for (const left of kept<KeptPaper[]>(line.person, nameOf(line))?.value ?? []) {
    const path = left.held === null ? null : await files.reopen(left.held)
    if (path === null) line.lost.push(left.name)
    else line.items.push({ ...newItem(left, path), tries: 1 })
  }
  writeDown(line)
  void sendNext(line)
}

async function sendNext(line: Line): Promise<void> {
  const item = line.items.find((one) => one.phase === 'waiting')
  if (line.running || line.closed || !item) return
  line.running = { id: item.id, aborter: newAborter() }
  Object.assign(item, { phase: 'sending', percent: 0 })
  try {
    await send(line.wishes, item, line.running.aborter)
    await line.wishes.arrived()
    line.running = undefined
    removeItem(line, item.id)
  } catch (failure) {
    Object.assign(item, { phase: 'failed', problem: asProblem(failure) })
  }
  line.running = undefined
  void sendNext(line)
}

async function send(wishes: Wishes, item: QueuedPaper, aborter: Aborter): Promise<void> {
  item.tries++
  if (item.tries > 1 && wishes.has && (await wishes.has(item.slot, sha256(await files.read(item.path))))) return
  const { path, names, form } = wishes.to(item.slot)
  await upload(path, {
    names,
    form: { ...form, name: item.name },
    filePath: item.path,
    aborter,
    onProgress: (percent) => (item.percent = percent),
  })
}

function writeDown(line: Line): void {
  const left: KeptPaper[] = line.items.map(({ id, slot, name, size, held }) => ({ id, slot, name, size, held }))
  if (left.length > 0) keep(line.person, nameOf(line), left)
  else drop(line.person, nameOf(line))
}

const nameOf = (line: Line) => `papers:${line.thing}`

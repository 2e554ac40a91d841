// A phone's browser: the same pages under `/m`, without WeChat around them.
import { personsCode } from '@/demonstration/person'
import type { Host, PickedFile } from './contract'
import { download } from './download-h5'
import { focus, focusBack, pageShown } from './h5-reader'
import { startAnewAfterUpgrade } from './h5-upgrade'

/** By then the browser has taken a file that it was handed. */
const LET_GO_MS = 60_000

export const h5: Host = {
  kind: 'h5',
  loginCode: () => Promise.resolve(personsCode()),
  pickPictures: (most, from) => pick(most, 'image/*', from === 'camera'),
  pickFiles: (most, extensions) => pick(most, extensions.join(','), false),
  showFile: save,
  takeFile: save,
  // uni's own viewer would be a tenth of all script that a phone loads before its first page.
  showPictures: (addresses, at) => void window.open(addresses[at], '_blank', 'noopener'),
  askToSubscribe: () => Promise.resolve(null),
  canScan: 'BarcodeDetector' in globalThis,
  scanCode: readPicturedCode,
  privacy: { needed: () => Promise.resolve(false), openText: () => undefined, onNeed: () => undefined },
  onNewVersion: startAnewAfterUpgrade,
  restart: () => location.reload(),
  pageShown,
  focus,
  focusBack,
  speaks: (language) => document.documentElement.setAttribute('lang', language === 'en' ? 'en' : 'zh-CN'),
  nameControl(id, said) {
    const control = document.getElementById(id)?.querySelector('input,textarea')
    if (!control) return
    control.setAttribute('aria-label', said.label)
    if (said.describedBy) control.setAttribute('aria-describedby', said.describedBy)
    control.setAttribute('aria-invalid', String(said.wrong ?? false))
  },
  showAddress: (page) => history.replaceState(history.state, '', `#${page}`),
  addressOf: (page) => `${location.origin}${location.pathname}#${page}`,
  sceneOfAddress: takeScene,
  // uni would put the pages' own folder before a bare path.
  fullAddress: (path) => location.origin + path,
  onNetwork(changed) {
    window.addEventListener('online', () => changed(true))
    window.addEventListener('offline', () => changed(false))
  },
  online: () => Promise.resolve(navigator.onLine),
  fontScale: () => 1,
}

let sceneTaken = false

/** Once: whoever comes home again is not led away again. */
function takeScene(): string | null {
  const scene = sceneTaken ? null : new URLSearchParams(location.search).get('scene')
  sceneTaken = true
  return scene
}

async function save(address: string, name: string): Promise<void> {
  const link = document.createElement('a')
  link.href = await download(address)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), LET_GO_MS)
}

/** The browser's own chooser; uni's has no way to ask for papers and pictures at once. */
function pick(most: number, accept: string, camera: boolean): Promise<PickedFile[]> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  input.multiple = most > 1 && !camera
  if (camera) input.setAttribute('capture', 'environment')
  return new Promise((resolve) => {
    input.addEventListener('cancel', () => resolve([]))
    input.addEventListener('change', () => {
      const files = Array.from(input.files ?? []).slice(0, most)
      resolve(
        files.map((file) => ({ path: URL.createObjectURL(file), name: file.name, size: file.size })),
      )
    })
    input.click()
  })
}

interface Detector {
  detect(picture: HTMLImageElement): Promise<{ rawValue: string }[]>
}

/** The code in a photo, by the browser's own reader; no picture leaves the phone. */
async function readPicturedCode(): Promise<string | null> {
  const [file] = await pick(1, 'image/*', true)
  const Reader = (globalThis as { BarcodeDetector?: new () => Detector }).BarcodeDetector
  if (!file || !Reader) return null
  const picture = new Image()
  picture.src = file.path
  await picture.decode()
  return (await new Reader().detect(picture))[0]?.rawValue ?? null
}

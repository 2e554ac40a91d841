// Files in a browser: blobs by their address, held in IndexedDB over a restart.
import { Problem } from '@/api/problem'
import { download } from './download-h5'
import type { HostFiles } from './files-contract'
import { inStore } from './files-h5-store'

export const filesH5: HostFiles = {
  read: async (path) => (await blobOf(path)).arrayBuffer(),
  write: (name, bytes) => Promise.resolve(fileOf(new Blob([bytes], { type: 'application/pdf' }), name)),
  async toJpeg(file, edge, quality) {
    const picture = await createImageBitmap(await blobOf(file.path)).catch(() => {
      throw new Problem(0, 'not_opened', '', '')
    })
    const scale = Math.min(1, edge / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
    if (blob === null) throw new Problem(0, 'not_opened', '', '')
    return fileOf(blob, file.name.replace(/\.\w+$/, '') + '.jpg')
  },
  fetchPicture: download,
  async hold(file) {
    const reference = `${Date.now()}-${file.size}-${file.name}`
    const blob = await blobOf(file.path)
    const kept = await inStore('readwrite', (store) => store.put(blob, reference))
    return kept === null ? null : reference
  },
  async reopen(reference) {
    const blob = await inStore('readonly', (store) => store.get(reference))
    return blob instanceof Blob ? URL.createObjectURL(blob) : null
  },
  release: (reference) => void inStore('readwrite', (store) => store.delete(reference)),
  releaseAll: () => void inStore('readwrite', (store) => store.clear()),
  letGo: (path) => URL.revokeObjectURL(path),
}

const blobOf = async (path: string) => (await fetch(path)).blob()

function fileOf(blob: Blob, name: string) {
  return { path: URL.createObjectURL(blob), name, size: blob.size }
}

// Sends a large file in parts that can be resumed (tus 1.0), each with its checksum.
import { Upload, type DetailedError, type HttpRequest } from 'tus-js-client'
import { headersOf } from '@/api/call'
import { Problem, readProblem } from '@/api/problem'

const ENDPOINT = '/api/v1/platform/uploads'
const PART_BYTES = 8 * 1024 ** 2
const RETRY_AFTER_MS = [0, 1_000, 3_000, 5_000, 10_000]
/** Of the protocol: the offset moved, a part was damaged on its way, it is being written to, too often. */
const RETRIED = [409, 460, 423, 429]

export interface Sending {
  file: File
  /** `Idempotency-Key`: a lost answer to the beginning does not make two uploads. */
  key: string
  /** Of the upload that goes on; null for a new one. */
  id: string | null
  began(id: string): void
  went(bytes: number): void
  done(): void
  stopped(problem: Problem): void
}

/** Begins, or goes on where the server says that it stands; returns how to stop. */
export function sendFile(sending: Sending): () => void {
  const upload = new Upload(sending.file, {
    endpoint: ENDPOINT,
    uploadUrl: sending.id === null ? null : `${ENDPOINT}/${sending.id}`,
    metadata: { filename: sending.file.name },
    chunkSize: PART_BYTES,
    retryDelays: RETRY_AFTER_MS,
    storeFingerprintForResuming: false,
    onBeforeRequest: (request) => prepare(request, sending),
    onShouldRetry: (error) => mayPass(statusOf(error)),
    onUploadUrlAvailable: () => sending.began(upload.url?.split('/').pop() ?? ''),
    onProgress: (bytes) => sending.went(bytes),
    onSuccess: () => sending.done(),
    onError: (error) => sending.stopped(problemOf(error as DetailedError)),
  })
  upload.start()
  return () => void upload.abort()
}

/** Ends an upload that nobody needs; one that is gone already is no failure. */
export async function endUpload(id: string): Promise<void> {
  await fetch(`${ENDPOINT}/${id}`, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0', ...headersOf({}) } })
}

async function prepare(request: HttpRequest, sending: Sending): Promise<void> {
  const given = { ...(request.getMethod() === 'POST' ? { key: sending.key } : {}) }
  for (const [name, value] of Object.entries(headersOf(given))) request.setHeader(name, value)
  const offset = request.getHeader('Upload-Offset')
  if (request.getMethod() !== 'PATCH' || offset === undefined || crypto.subtle === undefined) return
  const part = await sending.file.slice(Number(offset), Number(offset) + PART_BYTES).arrayBuffer()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', part))
  request.setHeader('Upload-Checksum', `sha256 ${btoa(String.fromCharCode(...digest))}`)
}

function mayPass(status: number): boolean {
  if (status === 0) return navigator.onLine
  return status >= 500 || RETRIED.includes(status)
}

function statusOf(error: DetailedError): number {
  return error.originalResponse?.getStatus() ?? 0
}

function problemOf(error: DetailedError): Problem {
  const status = statusOf(error)
  if (status === 0) return new Problem(0, 'offline', '', '')
  const wait = error.originalResponse?.getHeader('retry-after')
  return readProblem(status, error.originalResponse?.getBody(), wait ? { 'retry-after': wait } : {})
}

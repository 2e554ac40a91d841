// What the API says when it refuses (RFC 9457), and what this device says when nothing answered.

/** One refused field: `field` is the API's own name, such as `facts.employees`. */
export interface FieldProblem {
  field: string
  code: string
  message: string
}

/** A refusal; `status` 0 means that no answer came. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly errors: FieldProblem[] = [],
    readonly requestId: string | null = null,
    readonly retryAfterSeconds: number | null = null,
    /** The whole document: some refusals carry more, such as `current` of a 412. */
    readonly document: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${status} ${code}`)
  }

  /** Whether the same call may do better without a change by the person; a repeat keeps its key then. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500 || this.code === 'in_progress'
  }

  /** The API's words for a field, if that is among what it refused. */
  of(field: string): string | undefined {
    return this.errors.find((error) => error.field === field)?.message
  }
}

type Headers = Readonly<Record<string, string>>

/** Reads an answer that is not 2xx; a proxy's HTML page becomes a plain `garbled`. */
export function readProblem(status: number, data: unknown, headers: Headers): Problem {
  const wait = Number(header(headers, 'retry-after'))
  const seconds = Number.isFinite(wait) && wait > 0 ? wait : null
  const requestId = header(headers, 'x-request-id') ?? null
  const read = typeof data === 'string' ? parsed(data) : data
  if (read === null || typeof read !== 'object' || !('code' in read)) {
    return new Problem(status, 'garbled', '', '', [], requestId, seconds)
  }
  const said = read as Record<string, unknown>
  const errors = Array.isArray(said.errors) ? (said.errors as FieldProblem[]) : []
  return new Problem(
    status,
    String(said.code),
    String(said.title ?? ''),
    String(said.detail ?? ''),
    errors,
    requestId,
    seconds,
    said,
  )
}

/** A header whatever its case. */
function header(headers: Headers, name: string): string | undefined {
  const found = Object.keys(headers).find((key) => key.toLowerCase() === name)
  return found === undefined ? undefined : headers[found]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Anything else that is thrown is a fault of this program, and is raised again as such. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  throw error
}

// Who lends the API its token; the session fills this in, so that the API knows nothing of logging in.

export interface Authorization {
  token(): string | null
  /** Logs in again after a 401; false when the person has to do it. */
  renew(refused: string | null): Promise<boolean>
}

let present: Authorization = { token: () => null, renew: () => Promise.resolve(false) }

export function authorizeWith(authorization: Authorization): void {
  present = authorization
}

export function authorization(): Authorization {
  return present
}

// What a refused call may ask of the person over the page, so that the same call can be repeated.

/** Each answers whether the call may be sent again. */
export interface Asks {
  /** 401: the session is over. */
  signIn(): Promise<boolean>
  /** 403 `password_due`: money moves only after the password was given again. */
  passwordAgain(): Promise<boolean>
}

export const asks: Asks = {
  signIn: () => Promise.resolve(false),
  passwordAgain: () => Promise.resolve(false),
}

// How fast bytes go, over the last seconds, and how long the rest takes at that.

const OVER_MS = 12_000

export class Pace {
  private samples: { at: number; bytes: number }[] = []

  /** Begins anew, as after a pause. */
  reset(): void {
    this.samples = []
  }

  /** `bytes` in all have gone by now. */
  note(bytes: number, at: number = Date.now()): void {
    this.samples = [...this.samples.filter((one) => at - one.at <= OVER_MS), { at, bytes }]
  }

  /** Bytes a second; null until there is enough to tell. */
  get perSecond(): number | null {
    const first = this.samples[0]
    const last = this.samples[this.samples.length - 1]
    if (first === undefined || last === undefined || last.at - first.at < 1_000) return null
    return ((last.bytes - first.bytes) * 1_000) / (last.at - first.at)
  }

  /** Null while it is not known. */
  secondsLeft(bytesLeft: number): number | null {
    const speed = this.perSecond
    return speed === null || speed <= 0 ? null : bytesLeft / speed
  }
}

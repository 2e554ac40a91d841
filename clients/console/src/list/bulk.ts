// What a bulk act says of one item.

export interface BulkItem {
  id: string
  number: string
  name: string
  ok: boolean
  /** The API's words; null where it went well. */
  why: string | null
}

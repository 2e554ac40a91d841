// What a table's column is.

export interface Column {
  /** The API's field, and the slot `cell-<name>`. */
  name: string
  label: string
  /** Amounts and counts stand to the right. */
  align?: 'right'
  /** May take two lines; every other column keeps its text on one. */
  wide?: boolean
  /** The `sort` that the API knows. */
  sort?: string
  /** That order begins with the greatest. */
  falls?: boolean
}

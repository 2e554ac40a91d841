// Plans side by side are told apart by a letter: their names are too long for a column.

export const LETTERS = ['A', 'B', 'C', 'D'] as const

// Which item is looked at, and the papers in the order of the items.
import { computed, reactive } from 'vue'
import type { Schema } from '@api/paths'
import { evidencePaper, type Paper } from '@/papers/paper'
import type { Review } from './useVerdict'

type Point = Schema<'ReviewPoint'>
type Evidence = Schema<'EvidenceItem'>

export interface Points {
  item: string
  paper: Paper | undefined
  nextPaper: Paper | undefined
  papersOf(item: string): Evidence[]
  open(item: string, paperId?: string): void
  /** To the item after or before this one. */
  move(by: 1 | -1): void
}

export function usePoints(review: () => Review): Points {
  const first = review().points.find((point) => papersOf(point.item).length > 0) ?? review().points[0]
  const at = reactive({ item: first?.item ?? '', paperId: first && papersOf(first.item)[0]?.id })

  function papersOf(item: string): Evidence[] {
    return review().application.evidence.filter((paper) => paper.kind === item)
  }
  const inOrder = computed(() => review().points.flatMap((point: Point) => readable(papersOf(point.item))))
  const place = computed(() => inOrder.value.findIndex((paper) => paper.id === at.paperId))

  function open(item: string, paperId?: string) {
    at.item = item
    // An item without a paper of its own leaves the paper that one was looking at.
    const wanted = paperId ?? readable(papersOf(item))[0]?.id
    if (wanted !== undefined) at.paperId = wanted
  }
  function move(by: 1 | -1) {
    const items = review().points.map((point) => point.item)
    const next = items[items.indexOf(at.item) + by]
    if (next !== undefined) open(next)
  }
  const asPaper = (found: Evidence | undefined) => found && evidencePaper(review().application.id, found)

  return reactive({
    item: computed(() => at.item),
    paper: computed(() => asPaper(inOrder.value[place.value] ?? anyOf(review(), at.paperId))),
    nextPaper: computed(() => asPaper(inOrder.value[place.value + 1])),
    papersOf,
    open,
    move,
  }) as unknown as Points
}

/** What others have replaced can be opened by hand, and is passed by on the way. */
function readable(papers: readonly Evidence[]): Evidence[] {
  return papers.filter((paper) => paper.state === 'checked' && !paper.replaced_by)
}

function anyOf(review: Review, paperId: string | undefined): Evidence | undefined {
  return review.application.evidence.find((paper) => paper.id === paperId)
}

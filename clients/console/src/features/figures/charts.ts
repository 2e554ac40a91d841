// The charts' options: money as 万元 on the axis, tones apart by colour and by mark, nothing that moves.
import type { Schema } from '@api/paths'
import type { EChartsCoreOption } from 'echarts/core'
import { wan } from '@/words/money'
import type { words } from './words'

type Row = Schema<'StatsRow'>
type Words = ReturnType<typeof words>
type Sum = 'locked' | 'funded' | 'waiting' | 'paid'

const SUMS: readonly Sum[] = ['locked', 'funded', 'waiting', 'paid']
/** At least 3:1 on white, and apart from each other without colour: solid, dashed, dotted. */
const LOOKS = {
  locked: { color: '#1456b8', type: 'solid', symbol: 'circle' },
  funded: { color: '#1b6e3b', type: 'dashed', symbol: 'triangle' },
  waiting: { color: '#8a4b00', type: 'dotted', symbol: 'diamond' },
  paid: { color: '#6b2fa0', type: 'solid', symbol: 'rect' },
} as const
// Named, as widths of text are measured with it.
const FONT = 'PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif'
const BUDGET = '#b3261e'
const WAN_FEN = 1_000_000

export const MOST_BARS = 20

const axis = (name: string) => ({
  type: 'value',
  name,
  axisLabel: { color: '#55585e', formatter: (fen: number) => (fen / WAN_FEN).toLocaleString('en') },
  splitLine: { lineStyle: { color: '#eceef1' } },
})

function frame(w: Words, label: string): EChartsCoreOption {
  return {
    animation: false,
    aria: { enabled: true, label: { description: label } },
    // As HTML it would need styles that the page's policy refuses.
    tooltip: { trigger: 'axis', renderMode: 'richText', valueFormatter: (fen: number) => wan(fen ?? 0) },
    legend: { top: 0, itemGap: 24, textStyle: { color: '#1d2129' }, data: SUMS.map((sum) => w[sum]) },
    grid: { left: 12, right: 56, top: 56, bottom: 8, containLabel: true },
    textStyle: { fontFamily: FONT },
  }
}

export function curveOf(rows: readonly Row[], w: Words): EChartsCoreOption {
  const budgets = rows.some((row) => row.budget_fen)
  const lines = SUMS.map((sum) => ({
    name: w[sum],
    type: 'line',
    data: rows.map((row) => row[`${sum}_fen`]),
    itemStyle: { color: LOOKS[sum].color },
    lineStyle: { width: 2, type: LOOKS[sum].type },
    symbol: LOOKS[sum].symbol,
    symbolSize: 6,
    showSymbol: rows.length < 40,
  }))
  const budget = {
    name: w.budget,
    type: 'line',
    step: 'end',
    symbol: 'none',
    data: rows.map((row) => row.budget_fen),
    itemStyle: { color: BUDGET },
    lineStyle: { width: 1, type: 'dashed' },
  }
  return {
    ...frame(w, w.curve),
    legend: {
      top: 0,
      itemGap: 24,
      textStyle: { color: '#1d2129' },
      data: [...SUMS.map((sum) => w[sum]), ...(budgets ? [w.budget] : [])],
      selected: { [w.budget]: isNear(rows) },
    },
    xAxis: { type: 'category', boundaryGap: false, data: rows.map((row) => row.label), axisLabel: { color: '#55585e' } },
    yAxis: axis(w.unitWan),
    series: budgets ? [...lines, budget] : lines,
  }
}

/** A budget far above all else would press every curve to the ground: then it is drawn when it is asked for. */
function isNear(rows: readonly Row[]): boolean {
  const highest = Math.max(...rows.map((row) => row.locked_fen + row.funded_fen + row.waiting_fen))
  return highest * 4 >= Math.max(...rows.map((row) => row.budget_fen ?? 0))
}

/** The largest first, from the top; what is paid was locked, so it stands beside the pile. */
export function barsOf(rows: readonly Row[], w: Words): EChartsCoreOption {
  const shown = rows.slice(0, MOST_BARS).reverse()
  return {
    ...frame(w, w.bars),
    xAxis: axis(w.unitWan),
    yAxis: {
      type: 'category',
      data: shown.map((row) => row.label),
      axisLabel: { color: '#1d2129', width: 140, overflow: 'truncate' },
    },
    series: SUMS.map((sum) => ({
      name: w[sum],
      type: 'bar',
      ...(sum === 'paid' ? {} : { stack: 'line' }),
      barMaxWidth: 18,
      data: shown.map((row) => row[`${sum}_fen`]),
      itemStyle: { color: LOOKS[sum].color, decal: DECALS[sum] },
    })),
  }
}

const DECALS = {
  locked: { symbol: 'none' },
  funded: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [3, 5], rotation: -Math.PI / 4, color: 'rgba(255,255,255,0.5)' },
  waiting: { symbol: 'circle', symbolSize: 0.5, dashArrayX: [[4, 4], [0, 4, 4, 0]], dashArrayY: [4, 4], color: 'rgba(255,255,255,0.6)' },
  paid: { symbol: 'none' },
}

// How a picture lies in its frame: fitted to the width or as a whole, larger or smaller, turned.
import { computed, onMounted, onUnmounted, reactive, type Ref } from 'vue'

const STEP = 1.25
const [LEAST, MOST] = [0.25, 6]

export interface Picture {
  percent: number
  box: { width: string; height: string }
  image: { width: string; height: string; turn: string }
  /** Once the picture is there: its own size in pixels. */
  measured(width: number, height: number): void
  zoom(by: 1 | -1): void
  turn(): void
  fit(to: 'width' | 'whole'): void
}

export function usePicture(frame: Ref<HTMLElement | null>): Picture {
  const state = reactive({ fit: 'width' as 'width' | 'whole', zoom: 1, turns: 0 })
  const own = reactive({ width: 0, height: 0 })
  const room = reactive({ width: 0, height: 0 })
  const across = computed(() => state.turns % 2 === 1)

  const scale = computed(() => {
    const [width, height] = across.value ? [own.height, own.width] : [own.width, own.height]
    if (width === 0 || height === 0) return 0
    const byWidth = room.width / width
    return (state.fit === 'width' ? byWidth : Math.min(byWidth, room.height / height)) * state.zoom
  })
  const size = computed(() => ({ width: own.width * scale.value, height: own.height * scale.value }))

  const observer = new ResizeObserver(([entry]) => {
    if (entry) Object.assign(room, { width: entry.contentRect.width, height: entry.contentRect.height })
  })
  onMounted(() => frame.value && observer.observe(frame.value))
  onUnmounted(() => observer.disconnect())

  return reactive({
    percent: computed(() => Math.round(scale.value * 100)),
    box: computed(() => pixels(across.value ? size.value.height : size.value.width, across.value ? size.value.width : size.value.height)),
    image: computed(() => ({ ...pixels(size.value.width, size.value.height), turn: `${state.turns * 90}deg` })),
    measured: (width: number, height: number) => Object.assign(own, { width, height }),
    zoom: (by: 1 | -1) => (state.zoom = Math.min(MOST, Math.max(LEAST, state.zoom * STEP ** by))),
    turn: () => (state.turns = (state.turns + 1) % 4),
    fit: (to: 'width' | 'whole') => Object.assign(state, { fit: to, zoom: 1 }),
  }) as unknown as Picture
}

function pixels(width: number, height: number): { width: string; height: string } {
  return { width: `${Math.floor(width)}px`, height: `${Math.floor(height)}px` }
}

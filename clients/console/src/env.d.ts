// What the compiler does not know of by itself: attributes that library components pass on.
import 'vue'

declare module 'vue' {
  interface ComponentCustomProps {
    onSubmit?: (event: Event) => void
    onKeydown?: (event: KeyboardEvent) => void
    role?: string
    title?: string
    form?: string
    'aria-label'?: string
    'aria-invalid'?: boolean | undefined
    'aria-describedby'?: string | undefined
    'aria-expanded'?: boolean
    'aria-controls'?: string
    'aria-pressed'?: boolean
    'aria-keyshortcuts'?: string
  }
}

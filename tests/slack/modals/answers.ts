import type { Delivery } from '../../../sandbox/workspace/client.ts'
import type { View } from '../../../sandbox/workspace/types.ts'
import type { Stand } from '../../conversations/stand.ts'

/** The modal that is in front. */
export function shown(stand: Stand): View {
  const view = stand.slack.views.at(-1)
  if (view) return view
  throw new Error('No modal is open')
}

/** What a submission was answered with, by the input that it stands under; empty where it was taken. */
export function errorsOf({ ack }: Delivery): Record<string, string> {
  const errors = typeof ack === 'object' && ack !== null && 'errors' in ack ? ack.errors : null
  return (errors ?? {}) as Record<string, string>
}

/** What each input begins with, by its label. */
export function beginnings(view: View): Record<string, unknown> {
  return Object.fromEntries(
    view.blocks.flatMap((block) => {
      const { label, element } = block as { label?: { text: string }; element?: Record<string, unknown> }
      if (!label || !element) return []
      const start = Object.entries(element).find(([name]) => name.startsWith('initial_'))?.[1] ?? null
      return [[label.text, start]]
    }),
  )
}

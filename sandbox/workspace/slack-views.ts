import { type Answer, asText, isRecord, type View } from './slack-types.ts'

/** The modals and Home tabs that people look at, kept from what views.* answered. */
export interface Views {
  /** Open modals, the oldest first. */
  modals(): View[]
  /** Each Home tab as it was published to `user`, the newest last. */
  homes(user: string): View[]
  /** Keeps a view that was answered; `user` is who a new one is for. */
  keep(answer: Answer, user: string): void
  /** Takes a modal away, or its whole stack. */
  close(viewId: string, whole?: boolean): void
}

export function createViews(): Views {
  const open = new Map<string, View>()
  const homes: View[] = []
  return {
    modals: () => [...open.values()],
    homes: (user) => homes.filter((view) => view.user === user),
    keep(answer, user) {
      if (!answer.ok || !isRecord(answer.view)) return
      const id = asText(answer.view.id)
      const view = { ...answer.view, user: open.get(id)?.user ?? user } as View
      if (view.type === 'home') homes.push(view)
      else open.set(id, view)
    },
    close(viewId, whole = false) {
      const root = open.get(viewId)?.root_view_id
      for (const view of [...open.values()]) {
        if (view.id === viewId || (whole && view.root_view_id === root)) open.delete(view.id)
      }
    },
  }
}

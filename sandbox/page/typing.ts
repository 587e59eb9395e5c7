import { useLayoutEffect } from 'preact/hooks'

type Write = (text: string) => void

let composer: Write | null = null

/** The composer of the open conversation lets others write into it. */
export function useTyping(write: Write, here: boolean): void {
  useLayoutEffect(() => {
    if (!here) return
    composer = write
    return () => {
      composer = null
    }
  })
}

/** Writes into the composer for the person, who still sends it; false where nothing can be written to. */
export function typeFor(text: string): boolean {
  composer?.(text)
  return composer !== null
}

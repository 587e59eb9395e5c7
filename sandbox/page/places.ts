import type { MessageRef } from '../contract.ts'

/** A message's name in the document. */
export function nameOf({ channel, ts }: MessageRef): string {
  return `${channel}-${ts}`
}

const PATIENCE_MS = 15_000

/** Takes the reader to the first thing that is new, where anything is. */
export function lookAtNew(): void {
  document.querySelector('.day.new')?.scrollIntoView({ block: 'start' })
}

/** How far down a headline is still seen at once, of the height of the page. */
const IN_SIGHT = 0.6

/** Takes the reader to what is new, and on to this message where its headline is not in sight there; false where it does not come in time. */
export async function lookAt(message: MessageRef, patience: number): Promise<boolean> {
  const found = await appears(() => articleOf(message), patience)
  if (!found) return false
  bringIntoSight(found)
  await drawn(found)
  bringIntoSight(found)
  return true
}

function bringIntoSight(article: HTMLElement): void {
  lookAtNew()
  const { top } = article.getBoundingClientRect()
  if (top < 0 || top > innerHeight * IN_SIGHT) article.scrollIntoView({ block: 'start' })
}

const DRAWN_MS = 1_500

/** Its pictures have their size, and the guide has folded; not for ever. */
async function drawn(article: HTMLElement): Promise<void> {
  const pictures = [...article.querySelectorAll('img')].map((image) => image.decode().catch(() => undefined))
  const late = new Promise((resolve) => setTimeout(resolve, DRAWN_MS))
  await Promise.race([Promise.all(pictures), late])
  await new Promise((next) => requestAnimationFrame(() => setTimeout(next)))
}

/** Takes the reader to a message and presses its button there; false where it does not have one in time. */
export async function pressOn(message: MessageRef, label: string): Promise<boolean> {
  const button = await appears(
    () => buttonsOf(message).find(({ textContent }) => textContent === label),
    PATIENCE_MS,
  )
  articleOf(message)?.scrollIntoView({ block: 'center' })
  button?.click()
  return button !== null
}

function articleOf(message: MessageRef): HTMLElement | null {
  return document.querySelector(`[data-message="${CSS.escape(nameOf(message))}"]`)
}

function buttonsOf(message: MessageRef): HTMLButtonElement[] {
  return [...(articleOf(message)?.querySelectorAll('button') ?? [])]
}

/** Looks anew at each change of the document. */
function appears<Found extends HTMLElement>(
  look: () => Found | null | undefined,
  patience: number,
): Promise<Found | null> {
  return new Promise((resolve) => {
    const end = (found: Found | null) => {
      seen.disconnect()
      clearTimeout(late)
      resolve(found)
    }
    const check = () => {
      const found = look()
      if (found) end(found)
    }
    const seen = new MutationObserver(check)
    const late = setTimeout(() => end(null), patience)
    seen.observe(document.body, { childList: true, subtree: true, characterData: true })
    check()
  })
}

import type { KitBlock } from '../../../src/slack/kit/blocks.ts'

/** All the text of blocks, in order, buttons as [their text]. */
export function shown(blocks: readonly KitBlock[]): string {
  return blocks.map(textOf).join('\n')
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(' | ')
  if (typeof value !== 'object' || value === null) return ''
  const part = value as Record<string, unknown>
  if (part.type === 'button') return `[${textOf(part.text)}]`
  if (part.type === 'overflow') return `⋯ ${textOf(part.options)}`
  if (typeof part.text === 'string') return part.text
  return ['text', 'fields', 'elements', 'rows', 'accessory', 'label', 'element']
    .map((key) => textOf(part[key]))
    .filter(Boolean)
    .join(' ')
}

/** Every button and select of blocks, and every option of a menu. */
export function elements(
  blocks: readonly unknown[],
): { action_id: string; value?: string; style?: string; confirm?: unknown; text?: { text: string } }[] {
  return blocks.flatMap((block) => {
    const { elements: inside = [], accessory } = block as { elements?: unknown[]; accessory?: unknown }
    return [...inside, accessory]
      .flatMap(optionsOf)
      .filter(
        (each): each is { action_id: string } =>
          typeof (each as { action_id?: unknown } | undefined)?.action_id === 'string',
      )
  })
}

function optionsOf(element: unknown): unknown[] {
  const {
    type,
    action_id,
    options = [],
  } = (element ?? {}) as {
    type?: string
    action_id?: string
    options?: object[]
  }
  return type === 'overflow' ? options.map((option) => ({ ...option, action_id })) : [element]
}

export const buttonsOf = (blocks: readonly unknown[]): string[] =>
  elements(blocks).map((each) => each.text?.text ?? each.action_id)

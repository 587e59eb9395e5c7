import { type Element, optionOf, optionsOf, optionText } from './forms.ts'
import { asList, asText, type Block, isRecord } from './types.ts'

/** An element that can be acted on, in the block that shows it. */
export interface Control {
  readonly block: Block
  readonly element: Element
  /** What is said in its block, or else in the block above it. */
  readonly beside: string
}

/** The one button that shows `label`; `beside` tells apart those that show the same. */
export function findButton(blocks: readonly Block[], label: string, beside?: string): Control {
  const buttons = elementsOf(blocks).filter(({ element }) => element.type === 'button')
  const matching = buttons.filter(({ element }) => buttonText(element) === label)
  return only(matching, `button "${label}"`, beside, () => buttons.map(({ element }) => buttonText(element)))
}

/** Whether a menu offers what no button shows. */
export function showsOption(blocks: readonly Block[], name: string): boolean {
  const all = elementsOf(blocks).map(({ element }) => element)
  const isButton = all.some((element) => element.type === 'button' && buttonText(element) === name)
  return !isButton && all.some((element) => optionsOf(element).some((item) => optionText(item) === name))
}

/** The one menu with an option that shows `name`, and that option. */
export function findOption(blocks: readonly Block[], name: string, beside?: string): [Control, Element] {
  const menus = elementsOf(blocks).filter(({ element }) => optionsOf(element).length > 0)
  const matching = menus.filter(({ element }) => optionsOf(element).some((item) => optionText(item) === name))
  const shown = () => menus.flatMap(({ element }) => optionsOf(element).map(optionText))
  const found = only(matching, `option "${name}"`, beside, shown)
  return [found, optionOf(found.element, name)]
}

/**
 * The element that somebody acts on; throws where there is none any more. A message that was edited under the click has
 * other block ids where the bot gives none: there it is the element that does the same.
 */
export function findElement(
  blocks: readonly Block[],
  { blockId, actionId, value }: { blockId: string; actionId: string; value: unknown },
): Control {
  const same = elementsOf(blocks).filter(({ element }) => element.action_id === actionId)
  const found =
    same.find(({ block }) => block.block_id === blockId) ??
    same.find(({ element }) => element.type === 'button' && element.value === value)
  if (found) return found
  throw new Error(`There is no element ${actionId} in a block ${blockId} any more`)
}

function only(matching: Control[], what: string, beside: string | undefined, shown: () => string[]): Control {
  const near = beside === undefined ? matching : matching.filter((found) => found.beside.includes(beside))
  const [first, ...others] = near
  if (!first) throw new Error(`There is no ${what}${besides(beside)}; there are: ${shown().join(', ')}`)
  if (others.length > 0) throw new Error(`There are ${near.length} of ${what}: say beside which words`)
  return first
}

function besides(words: string | undefined): string {
  return words === undefined ? '' : ` beside "${words}"`
}

function elementsOf(blocks: readonly Block[]): Control[] {
  let above = ''
  return blocks.flatMap((block) => {
    const said = wordsOf(block)
    if (said) above = said
    const places = [block.accessory, block.element, ...asList(block.elements)].filter(isRecord)
    return places.map((element) => ({ block, element, beside: above }))
  })
}

function wordsOf(block: Block): string {
  const texts = [
    block.text,
    ...asList(block.fields),
    ...(block.type === 'context' ? asList(block.elements) : []),
  ]
  return texts
    .filter(isRecord)
    .map(({ text }) => asText(text))
    .join('\n')
}

function buttonText(element: Element): string {
  return isRecord(element.text) ? asText(element.text.text) : ''
}

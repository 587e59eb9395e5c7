import type { ContextBlock, InputBlock, SectionBlock } from '@slack/types'
import { useId } from 'preact/hooks'
import type { Block } from '../contract.ts'
import { Chart } from './chart.tsx'
import { Element } from './elements.tsx'
import { FileLink } from './file.tsx'
import { ImageFigure, Picture } from './image.tsx'
import { known, wordsOf } from './kit.ts'
import { TextOf } from './mrkdwn-text.tsx'
import { RichText } from './rich-text.tsx'
import { Table } from './table.tsx'

type Errors = Readonly<Record<string, string>>

/** Blocks of Block Kit, in their order; `errors` stand under the inputs that they name. */
export function Blocks({ blocks, errors = {} }: { blocks: readonly Block[]; errors?: Errors }) {
  return (
    <div class="blocks">
      {blocks.map((block, i) => (
        <AnyBlock key={block.block_id ?? i} block={block} error={errors[block.block_id ?? '']} />
      ))}
    </div>
  )
}

function AnyBlock({ block: given, error }: { block: Block; error: string | undefined }) {
  const block = known(given)
  const blockId = block.block_id ?? ''
  switch (block.type) {
    case 'header':
      return <h2 class="header">{block.text.text}</h2>
    case 'section':
      return <Section block={block} blockId={blockId} />
    case 'context':
      return <Context block={block} />
    case 'actions':
      return (
        <div class="actions">
          {block.elements.map((element) => {
            const label = 'placeholder' in element ? (element.placeholder?.text ?? '') : 'actions'
            return <Element key={element.action_id} element={element} spot={{ blockId, label }} />
          })}
        </div>
      )
    case 'divider':
      return <hr />
    case 'file':
      return (
        <FileLink id={block.external_id} name={'name' in block ? String(block.name) : block.external_id} />
      )
    case 'image':
      return <ImageFigure block={block} />
    case 'input':
      return <Input block={block} blockId={blockId} error={error} />
    case 'table':
      return <Table block={block} />
    case 'data_visualization':
      return <Chart block={block} />
    case 'rich_text':
      return (
        <div class="text">
          <RichText block={block} />
        </div>
      )
    default:
      return <p class="unknown">This page does not draw {block.type} blocks.</p>
  }
}

function Section({ block, blockId }: { block: SectionBlock; blockId: string }) {
  const { text, fields = [], accessory } = block
  return (
    <div class="section">
      <div class="text">
        {text && <TextOf text={text} />}
        {fields.length > 0 && (
          <div class="fields">
            {fields.map((field, i) => (
              <div key={i}>
                <TextOf text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && <Element element={accessory} spot={{ blockId, label: wordsOf(text ?? fields[0]) }} />}
    </div>
  )
}

function Context({ block }: { block: ContextBlock }) {
  return (
    <div class="context text">
      {block.elements.map((element, i) =>
        element.type === 'image' ? (
          <Picture key={i} image={element} />
        ) : (
          <div key={i}>
            <TextOf text={element} />
          </div>
        ),
      )}
    </div>
  )
}

interface InputProps {
  readonly block: InputBlock
  readonly blockId: string
  readonly error: string | undefined
}

function Input({ block, blockId, error }: InputProps) {
  const id = useId()
  const { label, hint, optional, element, dispatch_action: dispatch = false } = block
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
  const input = { id, describedBy: described, invalid: error !== undefined, dispatch }
  return (
    <div class="input" data-block={blockId}>
      <label id={`${id}-label`} for={id}>
        {label.text} {optional && <small>(optional)</small>}
      </label>
      <Element element={element} spot={{ blockId, input, label: label.text }} />
      {error && (
        <p class="mistake" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint.text}
        </p>
      )}
    </div>
  )
}

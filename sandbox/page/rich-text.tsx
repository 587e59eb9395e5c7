import type { RichTextBlock, RichTextElement, RichTextSection } from '@slack/types'
import type { Inline } from './mrkdwn.ts'
import { Line } from './mrkdwn-text.tsx'

/** Slack's structured text; every piece of it is one of mrkdwn's. */
export function RichText({ block }: { block: RichTextBlock }) {
  return (
    <>
      {block.elements.map((part, i) => {
        switch (part.type) {
          case 'rich_text_list': {
            const List = part.style === 'ordered' ? 'ol' : 'ul'
            return (
              <List key={i} class={`indent-${part.indent ?? 0}`}>
                {part.elements.map((item, j) => (
                  <li key={j}>{lineOf(item.elements)}</li>
                ))}
              </List>
            )
          }
          case 'rich_text_quote':
            return <blockquote key={i}>{lineOf(part.elements)}</blockquote>
          case 'rich_text_preformatted':
            return <pre key={i}>{lineOf(part.elements)}</pre>
          default:
            return <p key={i}>{lineOf((part as RichTextSection).elements)}</p>
        }
      })}
    </>
  )
}

const lineOf = (elements: readonly RichTextElement[]) => <Line of={elements.map(inlineOf)} />

function inlineOf(element: RichTextElement): Inline {
  const style = ('style' in element && element.style) || {}
  let inline = plainInline(element)
  if (style.code && inline.kind === 'text') inline = { kind: 'code', text: inline.text }
  if (style.bold) inline = { kind: 'bold', inside: [inline] }
  if (style.italic) inline = { kind: 'italic', inside: [inline] }
  return style.strike ? { kind: 'strike', inside: [inline] } : inline
}

function plainInline(element: RichTextElement): Inline {
  switch (element.type) {
    case 'text':
      return { kind: 'text', text: element.text }
    case 'link':
      return { kind: 'link', url: element.url, text: element.text ?? element.url }
    case 'user':
      return { kind: 'user', id: element.user_id, label: '' }
    case 'channel':
      return { kind: 'channel', id: element.channel_id, label: '' }
    case 'date':
      return { kind: 'date', unix: element.timestamp, format: element.format, fallback: '' }
    case 'emoji':
      return { kind: 'text', text: emojiOf(element.unicode) ?? `:${element.name}:` }
    case 'broadcast':
      return { kind: 'group', label: `@${element.range}` }
    case 'usergroup':
      return { kind: 'group', label: `@${element.usergroup_id}` }
    case 'team':
      return { kind: 'group', label: element.team_id }
    case 'color':
      return { kind: 'text', text: element.value }
  }
}

/** `1f44d-1f3fd` */
function emojiOf(unicode: string | undefined): string | null {
  const points = (unicode ?? '').split('-').map((hex) => Number.parseInt(hex, 16))
  return points.every((point) => point > 0 && point < 0x110000) ? String.fromCodePoint(...points) : null
}

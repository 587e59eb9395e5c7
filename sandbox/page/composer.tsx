import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Act } from '../contract.ts'
import { Problem, Spinner, useActing } from './acting.tsx'
import { type Completion, complete, encode } from './completion.ts'
import { Icon } from './icon.tsx'
import { Menu } from './menu.tsx'
import { Suggestions } from './suggestions.tsx'
import { useTyping } from './typing.ts'
import { useWorkspace } from './workspace.tsx'

interface ComposerProps {
  readonly channel: string
  readonly threadTs?: string
  /** "Message #growth" */
  readonly label: string
}

/** What was typed and not sent, by person and place. */
const drafts = new Map<string, string>()

/** Where messages and commands are typed: Enter sends, Shift+Enter begins a line, Tab takes a suggestion. */
export function Composer({ channel, threadTs, label }: ComposerProps) {
  const { state, act } = useWorkspace()
  const acting = useActing()
  const id = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  const draft = `${state.me} ${channel} ${threadTs ?? ''}`
  const [text, setText] = useState(drafts.get(draft) ?? '')
  const [completion, setCompletion] = useState<Completion | null>(null)
  const [chosen, choose] = useState(-1)
  const [refusal, refuse] = useState<string | null>(null)
  useEffect(() => void drafts.set(draft, text), [draft, text])

  const write = (next: string, caret: number) => {
    const found = complete(next, caret, state)
    setText(next)
    refuse(null)
    setCompletion(found)
    choose(found?.begun ? 0 : -1)
  }
  useTyping((typed) => {
    write(typed, typed.length)
    box.current?.focus()
  }, threadTs === undefined)
  const take = (index: number) => {
    const option = completion?.options[index]
    if (!completion || !option) return
    const next = text.slice(0, completion.from) + option.insert + text.slice(completion.to)
    write(next, completion.from + option.insert.length)
    box.current?.focus()
  }
  const send = async () => {
    const read = readTyped(text.trim(), { channel, threadTs }, (typed) => encode(typed, state))
    if (typeof read === 'string') return refuse(read)
    if (!read) return
    write('', 0)
    const sent = await acting.run(`send ${text}`, () => act(read))
    if (!sent) setText((typedSince) => typedSince || text)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const key = keyOf(event, completion, chosen, text)
    if (!key) return
    event.preventDefault()
    if (key === 'send') send()
    else if (key === 'close') setCompletion(null)
    else if (key === 'take') take(Math.max(chosen, 0))
    else choose((completion?.options.length ?? 0) > 0 ? wrap(chosen + key, completion) : -1)
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {completion && <Suggestions id={id} completion={completion} chosen={chosen} take={take} />}
      <div class="box">
        <textarea
          ref={box}
          rows={Math.min(text.split('\n').length, 8)}
          value={text}
          aria-label={label}
          placeholder={label}
          aria-autocomplete="list"
          aria-controls={completion ? id : undefined}
          aria-activedescendant={completion && chosen >= 0 ? `${id}-${chosen}` : undefined}
          onInput={({ currentTarget }) => write(currentTarget.value, currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onBlur={() => setCompletion(null)}
        />
        {!threadTs && <GlobalShortcuts />}
        <button type="submit" class="button primary icon" aria-label="Send" aria-busy={acting.busy()}>
          {acting.busy() ? <Spinner label="Sending" /> : <Icon name="send" />}
        </button>
      </div>
      {refusal && (
        <p class="problem" role="alert">
          {refusal}
        </p>
      )}
      <Problem acting={acting} />
    </form>
  )
}

const wrap = (index: number, completion: Completion | null) => {
  const { length } = completion?.options ?? []
  return length ? (index + length) % length : -1
}

type Key = 'send' | 'close' | 'take' | 1 | -1

/** What a key means here; null leaves it to the browser. */
function keyOf(
  event: KeyboardEvent,
  completion: Completion | null,
  chosen: number,
  text: string,
): Key | null {
  const { key, shiftKey, isComposing } = event
  if (isComposing) return null
  if (completion) {
    if (key === 'ArrowDown') return 1
    if (key === 'ArrowUp') return chosen < 0 ? null : -1
    if (key === 'Escape') return 'close'
    if (key === 'Tab' && !shiftKey) return 'take'
  }
  if (key !== 'Enter' || shiftKey) return null
  const option = completion?.options[chosen]
  const typed = completion ? text.slice(completion.from, completion.to) : ''
  return option && option.insert.trim() !== typed ? 'take' : 'send'
}

/** The act of what was typed; a text says why there is none, as Slack does. */
function readTyped(
  typed: string,
  { channel, threadTs }: { channel: string; threadTs: string | undefined },
  escaped: (typed: string) => string,
): Act | string | null {
  if (typed === '') return null
  const [, command, rest = ''] = /^\/(\S*)\s*(.*)$/s.exec(typed) ?? []
  if (command === undefined) {
    return { kind: 'message', channel, text: escaped(typed), ...(threadTs ? { threadTs } : {}) }
  }
  if (command !== 'campaign') return `/${command} is not a valid command. This workspace knows /campaign.`
  if (threadTs) return '/campaign is not supported in threads. Type it in the channel.'
  return { kind: 'command', channel, text: escaped(rest) }
}

/** The app's shortcuts that stand on no message. */
function GlobalShortcuts() {
  const { state, act } = useWorkspace()
  const acting = useActing()
  const items = state.shortcuts
    .filter(({ type }) => type === 'global')
    .map(({ callbackId, name }) => ({
      name,
      detail: state.bot.name,
      choose: () => {
        acting.run(callbackId, () => act({ kind: 'shortcut', callbackId }))
      },
    }))
  if (items.length === 0) return null
  return (
    <>
      <Menu label="Shortcuts" items={items} busy={acting.busy()}>
        <Icon name="dots" />
      </Menu>
      <Problem acting={acting} />
    </>
  )
}

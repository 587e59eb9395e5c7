import type { PlainTextElement, PlainTextOption } from '@slack/types'
import type { ComponentChildren } from 'preact'
import type { State } from '../contract.ts'
import { Icon } from './icon.tsx'
import type { ElementOf } from './kit.ts'
import { type Control, namesOf, type Spot, useControl } from './surface.tsx'
import { useWorkspace, whoIs } from './workspace.tsx'

interface SelectProps {
  readonly control: Control
  readonly spot: Spot
  readonly placeholder: PlainTextElement | undefined
  readonly value: string
  readonly pick: (value: string) => void
  readonly focus?: boolean | undefined
  readonly children: ComponentChildren
}

/** The browser's own select, so that keys, phones and screen readers know it. */
function Select({ control, spot, placeholder, value, pick, focus, children }: SelectProps) {
  return (
    <select
      {...namesOf(spot)}
      class="field"
      value={value}
      autofocus={focus}
      aria-busy={control.busy}
      onChange={({ currentTarget }) => pick(currentTarget.value)}
    >
      <option value="">{placeholder?.text ?? 'Choose…'}</option>
      {children}
    </select>
  )
}

const optionOf = ({ value, text, description }: PlainTextOption) => (
  <option key={value} value={value} data-detail={description?.text}>
    {text.text}
  </option>
)

export function OptionSelect({ element, spot }: { element: ElementOf<'static_select'>; spot: Spot }) {
  const control = useControl(element, spot)
  const { options = [], option_groups: groups = [] } = element
  const all = [...options, ...groups.flatMap((group) => group.options)] as PlainTextOption[]
  const chosen = control.value as PlainTextOption | null | undefined
  const pick = (value: string) => control.change(all.find((each) => each.value === value) ?? null)
  return (
    <Select
      control={control}
      spot={spot}
      placeholder={element.placeholder}
      value={chosen?.value ?? ''}
      pick={pick}
      focus={element.focus_on_load}
    >
      {(options as PlainTextOption[]).map(optionOf)}
      {groups.map(({ label, options }) => (
        <optgroup key={label.text} label={label.text}>
          {(options as PlainTextOption[]).map(optionOf)}
        </optgroup>
      ))}
    </Select>
  )
}

const peopleOptions = ({ people }: State, without: readonly string[] = []) =>
  people
    .filter(({ id, active }) => active && !without.includes(id))
    .map(({ id, realName, name }) => (
      <option key={id} value={id} data-detail={`@${name}`}>
        {realName}
      </option>
    ))

export function PersonSelect({ element, spot }: { element: ElementOf<'users_select'>; spot: Spot }) {
  const { state } = useWorkspace()
  const control = useControl(element, spot)
  const value = String(control.value ?? '')
  return (
    <Select
      control={control}
      spot={spot}
      placeholder={element.placeholder}
      value={value}
      pick={control.change}
      focus={element.focus_on_load}
    >
      {peopleOptions(state)}
    </Select>
  )
}

interface SeveralProps {
  readonly control: Control
  readonly spot: Spot
  readonly placeholder: PlainTextElement | undefined
  readonly chosen: readonly { readonly id: string; readonly name: string }[]
  readonly full: boolean
  readonly pick: (ids: readonly string[]) => void
  readonly children: ComponentChildren
}

/** Several: each one chosen can be taken out again. */
function SeveralSelect({ control, spot, placeholder, chosen, full, pick, children }: SeveralProps) {
  const ids = chosen.map(({ id }) => id)
  return (
    <div class="chosen">
      {chosen.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          class="chip"
          aria-label={`Remove ${name}`}
          onClick={() => pick(ids.filter((each) => each !== id))}
        >
          {name}
          <Icon name="close" />
        </button>
      ))}
      {!full && (
        <Select
          control={control}
          spot={spot}
          placeholder={placeholder}
          value=""
          pick={(id) => id && pick([...ids, id])}
        >
          {children}
        </Select>
      )}
    </div>
  )
}

export function PeopleSelect({ element, spot }: { element: ElementOf<'multi_users_select'>; spot: Spot }) {
  const { state } = useWorkspace()
  const control = useControl(element, spot)
  const ids = (control.value ?? []) as readonly string[]
  return (
    <SeveralSelect
      control={control}
      spot={spot}
      placeholder={element.placeholder}
      chosen={ids.map((id) => ({ id, name: whoIs(state, id).name }))}
      full={ids.length >= (element.max_selected_items ?? Number.POSITIVE_INFINITY)}
      pick={control.change}
    >
      {peopleOptions(state, ids)}
    </SeveralSelect>
  )
}

export function OptionsSelect({ element, spot }: { element: ElementOf<'multi_static_select'>; spot: Spot }) {
  const control = useControl(element, spot)
  const { options = [], option_groups: groups = [] } = element
  const all = [...options, ...groups.flatMap((group) => group.options)] as PlainTextOption[]
  const chosen = (control.value ?? []) as readonly PlainTextOption[]
  const ids = chosen.map(({ value }) => value ?? '')
  return (
    <SeveralSelect
      control={control}
      spot={spot}
      placeholder={element.placeholder}
      chosen={chosen.map(({ value, text }) => ({ id: value ?? '', name: text.text }))}
      full={ids.length >= Math.min(all.length, element.max_selected_items ?? Number.POSITIVE_INFINITY)}
      pick={(values) => control.change(all.filter(({ value }) => values.includes(value ?? '')))}
    >
      {all.filter(({ value }) => !ids.includes(value ?? '')).map(optionOf)}
    </SeveralSelect>
  )
}

export function ConversationSelect({
  element,
  spot,
}: {
  element: ElementOf<'conversations_select'>
  spot: Spot
}) {
  const { state } = useWorkspace()
  const control = useControl(element, spot)
  const kinds = element.filter?.include ?? ['public', 'im']
  return (
    <Select
      control={control}
      spot={spot}
      placeholder={element.placeholder}
      value={String(control.value ?? '')}
      pick={control.change}
      focus={element.focus_on_load}
    >
      {state.channels
        .filter(({ archived }) => !archived && (kinds.includes('public') || kinds.includes('private')))
        .map(({ id, name }) => (
          <option key={id} value={id}>
            #{name}
          </option>
        ))}
      {kinds.includes('im') &&
        state.dms.map((dm) => (
          <option key={dm.id} value={dm.id}>
            {whoIs(state, dm.with).name}
          </option>
        ))}
    </Select>
  )
}

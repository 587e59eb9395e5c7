import { Spinner } from './acting.tsx'
import { Choices } from './choices.tsx'
import { Icon } from './icon.tsx'
import { Picture } from './image.tsx'
import type { AnyElement, ElementOf } from './kit.ts'
import { Menu } from './menu.tsx'
import { isSafeUrl } from './mrkdwn.ts'
import { DatePicker, DateTimePicker, TimePicker } from './pickers.tsx'
import { ConversationSelect, OptionSelect, OptionsSelect, PeopleSelect, PersonSelect } from './selects.tsx'
import { type Spot, useControl } from './surface.tsx'
import { TextInput } from './text-input.tsx'

/** Any element of a block. */
export function Element({ element, spot }: { element: AnyElement; spot: Spot }) {
  switch (element.type) {
    case 'button':
      return <Button element={element} spot={spot} />
    case 'overflow':
      return <Overflow element={element} spot={spot} />
    case 'image':
      return <Picture image={element} />
    case 'plain_text_input':
    case 'number_input':
      return <TextInput element={element} spot={spot} />
    case 'static_select':
      return <OptionSelect element={element} spot={spot} />
    case 'users_select':
      return <PersonSelect element={element} spot={spot} />
    case 'multi_static_select':
      return <OptionsSelect element={element} spot={spot} />
    case 'multi_users_select':
      return <PeopleSelect element={element} spot={spot} />
    case 'conversations_select':
      return <ConversationSelect element={element} spot={spot} />
    case 'checkboxes':
    case 'radio_buttons':
      return <Choices element={element} spot={spot} />
    case 'datepicker':
      return <DatePicker element={element} spot={spot} />
    case 'timepicker':
      return <TimePicker element={element} spot={spot} />
    case 'datetimepicker':
      return <DateTimePicker element={element} spot={spot} />
    default:
      return <span class="unknown">This page does not draw {element.type}.</span>
  }
}

function Button({ element, spot }: { element: ElementOf<'button'>; spot: Spot }) {
  const { busy, send } = useControl(element, spot)
  const { text, value, style, url, accessibility_label: label } = element
  const said = { text, ...(value === undefined ? {} : { value }), ...(style ? { style } : {}) }
  const props = {
    class: `button ${style ?? ''}`,
    'aria-label': label,
    'aria-busy': busy,
    onClick: () => send({ type: 'button', ...said }),
  }
  if (url && isSafeUrl(url)) {
    return (
      <a {...props} href={url} target="_blank" rel="noreferrer">
        {text.text}
      </a>
    )
  }
  return (
    <button type="button" {...props}>
      {text.text}
      {busy && <Spinner label="Working" />}
    </button>
  )
}

function Overflow({ element, spot }: { element: ElementOf<'overflow'>; spot: Spot }) {
  const { busy, send } = useControl(element, spot)
  const items = element.options.map((option) => ({
    name: option.text.text,
    detail: option.description?.text,
    choose: () => send({ type: 'overflow', selected_option: option }),
  }))
  return (
    <Menu label={`More: ${spot.label}`} items={items} busy={busy}>
      <Icon name="dots" />
    </Menu>
  )
}

import {
  bool,
  byType,
  type Check,
  distinct,
  int,
  isRecord,
  list,
  match,
  obj,
  oneOf,
  pick,
  str,
  words,
} from './block-schema.ts'

/** The composition objects and elements of Block Kit, from Slack's documentation and @slack/types 3.2. */

const BROADCAST = /<!(?:channel|here|everyone)\b/
const MARKUP =
  /^(?:@[UW][A-Z0-9]+|#[CGD][A-Z0-9]+|!subteam\^S[A-Z0-9]+|!date\^-?\d+\^[^|^]+(?:\^https:\/\/[^|]+)?\|[^|]+|https:\/\/[^|\s]+(?:\|[^|]+)?)$/

/**
 * Markup that pings a channel or that nobody escaped: the bot never sends it, whatever Slack would do with it.
 */
export const sane: Check = (value, at) => {
  const text = String(value)
  const bare = text.replace(/<([^<>]*)>/g, (whole, token: string) =>
    MARKUP.test(token) || BROADCAST.test(whole) ? '' : whole,
  )
  const errors = BROADCAST.test(text) ? [`${at}: broadcasts are never sent`] : []
  if (/[<>]/.test(bare)) errors.push(`${at}: unescaped < or >`)
  if (/&(?!(?:amp|lt|gt);)/.test(text)) errors.push(`${at}: unescaped &`)
  return errors
}

const both =
  (...checks: readonly Check[]): Check =>
  (value, at) =>
    checks.flatMap((check) => check(value, at))

/** Lengths are reported at the text object, as Slack names it. */
const objectText =
  (check: Check): Check =>
  (value, at) =>
    check(value, at.replace(/\.text$/, ''))

export const plain = (max: number): Check =>
  byType({ plain_text: obj({ text: objectText(words(max)) }, { emoji: bool }) })

export const anyText = (max: number): Check =>
  byType({
    plain_text: plain(max),
    mrkdwn: obj({ text: objectText(both(words(max), sane)) }, { verbatim: bool }),
  })

const confirm = obj(
  { text: anyText(300) },
  { title: plain(100), confirm: plain(30), deny: plain(30), style: oneOf('primary', 'danger') },
)

const option = (text: Check): Check => obj({ text, value: str(75) }, { description: plain(75) })

const uniqueValues: Check = (value, at) => {
  const { options, option_groups: groups } = value as Record<string, unknown>
  const all = [options, ...(Array.isArray(groups) ? groups.map((group) => group?.options) : [])]
  return distinct(
    all.flatMap((each) => (Array.isArray(each) ? each : [])),
    (each) => each.value,
    (_, id) => `${at}: duplicate option value: ${id}`,
  )
}

export const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What is chosen at first must be exactly one of what can be chosen. */
const initialAmongOptions: Check = (value, at) => {
  const element = value as Record<string, unknown>
  const groups = Array.isArray(element.option_groups) ? element.option_groups : []
  const all = [element.options, ...groups.map((group) => group?.options)].flat()
  const initial = [element.initial_option, element.initial_options]
    .flat()
    .filter((each) => each !== undefined)
  return initial.every((each) => all.some((other) => sameJson(each, other)))
    ? []
    : [`${at}: initial option is not among the options`]
}

const oneSource: Check = (value, at) => {
  const { options, option_groups: groups } = value as Record<string, unknown>
  return (options === undefined) === (groups === undefined) ? [`${at}: needs options or option_groups`] : []
}

const https = both(str(3000), match(/^https:\/\//))
const slackFile = obj({ id: str(255) })
const oneImageSource: Check = (value, at) => {
  const { image_url: url, slack_file: file } = value as Record<string, unknown>
  return (url === undefined) === (file === undefined) ? [`${at}: needs image_url or slack_file`] : []
}
export const image = (optional: Record<string, Check> = {}): Check =>
  obj({ alt_text: words(2000) }, { image_url: https, slack_file: slackFile, ...optional }, oneImageSource)

const action = { action_id: str(255) }
const placeholder = { placeholder: plain(150) }
const picker = { confirm, focus_on_load: bool, ...placeholder }
const menu = { options: list(option(plain(75)), 1, 100), option_groups: list(groupCheck, 1, 100) }
const userId = match(/^[UW][A-Z0-9]+$/)
const conversationId = match(/^[CGDUW][A-Z0-9]+$/)

function groupCheck(value: unknown, at: string): string[] {
  return obj({ label: plain(75), options: list(option(plain(75)), 1, 100) })(value, at)
}

const choice = (initial: Record<string, Check>): Check =>
  obj(
    { ...action, options: list(option(anyText(75)), 1, 10) },
    { confirm, focus_on_load: bool, ...initial },
    uniqueValues,
    initialAmongOptions,
  )

const filter = obj(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), 1, 4),
    exclude_external_shared_channels: bool,
    exclude_bot_users: bool,
  },
  (value, at) =>
    isRecord(value) && Object.keys(value).length > 0 ? [] : [`${at}: must have at least one property`],
)

const lengthsInOrder: Check = (value, at) => {
  const {
    min_length: min = 0,
    max_length: max = 3000,
    initial_value: initial = '',
  } = value as Record<string, never>
  if (min > max) return [`${at}: min_length is greater than max_length`]
  return String(initial).length > max ? [`${at}.initial_value: must be less than ${max + 1} characters`] : []
}

const ELEMENTS: Record<string, Check> = {
  button: obj(
    { ...action, text: plain(75) },
    {
      value: str(2000),
      url: str(3000),
      style: oneOf('primary', 'danger'),
      confirm,
      accessibility_label: words(75),
    },
  ),
  image: image(),
  users_select: obj(action, { ...picker, initial_user: userId }),
  multi_users_select: obj(action, {
    ...picker,
    initial_users: list(userId, 1, 100),
    max_selected_items: int(1, 1000),
  }),
  conversations_select: obj(action, {
    ...picker,
    filter,
    initial_conversation: conversationId,
    default_to_current_conversation: bool,
    response_url_enabled: bool,
  }),
  static_select: obj(
    action,
    { ...picker, ...menu, initial_option: option(plain(75)) },
    oneSource,
    uniqueValues,
    initialAmongOptions,
  ),
  multi_static_select: obj(
    action,
    {
      ...picker,
      ...menu,
      initial_options: list(option(plain(75)), 1, 100),
      max_selected_items: int(1, 1000),
    },
    oneSource,
    uniqueValues,
    initialAmongOptions,
  ),
  datepicker: obj(action, {
    ...picker,
    initial_date: match(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/),
  }),
  timepicker: obj(action, {
    ...picker,
    initial_time: match(/^([01]\d|2[0-3]):[0-5]\d$/),
    timezone: str(255),
  }),
  datetimepicker: obj(action, {
    confirm,
    focus_on_load: bool,
    initial_date_time: int(1_000_000_000, 9_999_999_999),
  }),
  checkboxes: choice({ initial_options: list(option(anyText(75)), 1, 10) }),
  radio_buttons: choice({ initial_option: option(anyText(75)) }),
  overflow: obj({ ...action, options: list(option(plain(75)), 1, 5) }, { confirm }, uniqueValues),
  number_input: obj(
    { ...action, is_decimal_allowed: bool },
    {
      ...placeholder,
      focus_on_load: bool,
      initial_value: match(/^-?\d+(\.\d+)?$/),
      min_value: match(/^-?\d+(\.\d+)?$/),
      max_value: match(/^-?\d+(\.\d+)?$/),
    },
  ),
  plain_text_input: obj(
    action,
    {
      ...placeholder,
      focus_on_load: bool,
      initial_value: str(3000, 0),
      multiline: bool,
      min_length: int(0, 3000),
      max_length: int(1, 3000),
    },
    lengthsInOrder,
  ),
}

const SELECTS = [
  'users_select',
  'multi_users_select',
  'conversations_select',
  'static_select',
  'multi_static_select',
]
const CHOICES = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker', ...SELECTS]

export const accessory = byType(pick(ELEMENTS, ['button', 'image', 'overflow', ...CHOICES]))
export const actionElement = byType(pick(ELEMENTS, ['button', 'overflow', 'datetimepicker', ...CHOICES]))
export const inputElement = byType(
  pick(ELEMENTS, ['plain_text_input', 'number_input', 'datetimepicker', ...CHOICES]),
)
export const contextElement: Check = (value, at) =>
  isRecord(value) && value.type === 'image' ? image()(value, at) : anyText(3000)(value, at)

/** What the attack is made of. */
import { COMMANDS } from '../../commands/index.ts'

export const USAGE = COMMANDS.flatMap(({ name, usage }) => [
  name,
  ...usage.join(' ').split(/[\s[\]<>|()…,]+/),
]).filter(Boolean)
export const NUMBERS = [
  '0',
  '-1',
  '1',
  '2',
  '1e9',
  '99999999',
  '9007199254740993',
  '1,000',
  '1.5',
  '٣',
  'NaN',
  '8%',
]
export const TIMES = [
  'now',
  'tomorrow',
  '2026-02-30',
  '9999-12-31',
  '14d',
  '1000000d',
  '25:00',
  'mon',
  'Q1',
  '2026-Q9',
]
export const PEOPLE = [
  '<@U0RAJ|raj>',
  '<@U0NOBODY>',
  '<@>',
  '<!channel>',
  '<#C0OUT|out>',
  '<#C0>',
  '@ana',
  '#data',
]
export const ODD_WORDS = [
  '"',
  '“',
  "'",
  'key:',
  'key:x',
  'size:-1',
  '%',
  '\u0000',
  '\u202E',
  '👩‍👩‍👧',
  '{@U0RAJ}',
  '`',
  '*',
  '\n',
]
export const LONG = [
  'x'.repeat(300),
  'wörter '.repeat(600),
  '__proto__',
  'constructor',
  '{"c":1}',
  '../../etc',
  "';--",
]

export const FIELDS = ['c', 't', 'n', 'd', 'i', 'p', 'q', 'y', 'r', 's', 'f', 'k', 'page']
export const HELD: readonly unknown[] = [
  0,
  1,
  2,
  3,
  -1,
  1.5,
  1e9,
  99999999,
  2 ** 53,
  '',
  '1',
  'x',
  null,
  [],
  {},
  true,
  'U0ANA',
]

export const EVENTS = [
  'app_home_opened',
  'member_joined_channel',
  'channel_unarchive',
  'group_unarchive',
  'app_uninstalled',
  'tokens_revoked',
  'message',
  'reaction_added',
]

export const SHAPES: readonly unknown[] = [
  null,
  undefined,
  [],
  {},
  0,
  -1,
  '',
  'x',
  true,
  [null],
  { id: null },
  '__proto__',
  1e308,
]

import { describe, expect, it } from 'vitest'
import { EMPTY_BRIEF } from './facts.ts'
import { AT, parsed, refused } from './typed.ts'

const RAJ = '<@U0RAJ|raj>'
const GROWTH = '<#C0GROWTH|growth>'
const key = 'winback'

/** Each form of a command as typed, and what it is read as. */
function reads(forms: readonly (readonly [string, unknown])[]): void {
  it.each(forms)('%s', (typed, input) => {
    expect(parsed(typed)).toEqual(input)
  })
}

/** What is typed wrongly, and what the Refusal says; the usage always stands in it. */
function refuses(usage: string, mistakes: readonly (readonly [string, string])[]): void {
  it.each(mistakes)('%s is refused', (typed, why) => {
    const said = refused(typed)
    expect(said).toContain(why)
    expect(said).toContain(`\`/campaign ${usage}`)
  })
}

describe('commands of a key alone', () => {
  const names = ['show', 'history', 'tasks', 'results']
  reads(names.map((name) => [`${name} winback`, { key }]))
  reads([['SHOW   WinBack ', { key }]])
  for (const name of names) {
    refuses(`${name} <key>`, [
      [name, 'Which campaign?'],
      [`${name} winback now`, '"now" is too much here'],
      [`${name} win_back`, '"win_back" can\'t be a key'],
      [`${name} ${RAJ}`, '"@raj" can\'t be a key'],
    ])
  }
})

describe('what is copied along with a word', () => {
  reads([
    ['show `winback`', { key }],
    ['show *winback*', { key }],
    ['show "winback"', { key }],
    ['show “winback”', { key }],
    ['show _winback_', { key }],
    ['show win\u200bback', { key }],
    ['show \u200bwinback', { key }],
    ['show \ufeff winback \u200b', { key }],
    ['show\u00a0winback', { key }],
    ['`show winback`', { key }],
    ['`show` winback', { key }],
    ['show spring\u2013win\u2011back', { key: 'spring-win-back' }],
    ['followup `winback-3`', { key, n: 3, what: { verb: 'show' } }],
    ['followup winback\u20133 *accept*', { key, n: 3, what: { verb: 'accept' } }],
    ['followups `mine`', { of: 'mine' }],
    ['list `live`', 'live'],
    ['list "in review"', 'in_review'],
    ['digest winback `off`', { key, act: { does: 'off' } }],
    ['growth `2026Q1`', { send: false, quarter: { n: 1, year: 2026, last: false } }],
    [
      'new Tablets from:`winback-3.2`',
      { name: 'Tablets', template: null, key: null, from: { name: 'winback-3', idea: 2 } },
    ],
    ['new Spring key:`winback`', { name: 'Spring', template: null, key, from: null }],
    [
      'new *Spring* \u{1f469}\u200d\u{1f467}',
      { name: '*Spring* \u{1f469}\u200d\u{1f467}', template: null, key: null, from: null },
    ],
    ['brief winback `horizon` `14`', { key, patch: { horizonDays: 14 } }],
  ])
  refuses('show <key>', [
    ['show win*back', '"`win*back`" can\'t be a key'],
    ['show `win`back`', "can't be a key"],
    ['show winback {b:now}', '"`{b:now}`" is too much here'],
  ])
})

describe('submit', () => {
  reads([
    ['submit winback', { key, guess: null }],
    ['submit winback predict:+8%', { key, guess: { lift: 0.08, low: null, high: null, signed: true } }],
    ['submit winback predict:3%..12%', { key, guess: { lift: 0.075, low: 0.03, high: 0.12, signed: false } }],
  ])
  refuses('submit <key> [predict:<lift>]', [
    ['submit', 'Which campaign?'],
    ['submit winback now', '"now" is too much here'],
    ['submit winback predict:', '`predict:` has nothing behind it'],
    ['submit winback predict:a lot', 'I can\'t read "a lot" as a lift'],
  ])
})

describe('predict', () => {
  const none = { low: null, high: null }
  reads([
    ['predict winback', { key, guess: null }],
    ['predict winback +8%', { key, guess: { lift: 0.08, ...none, signed: true } }],
    ['predict winback \u22125 %', { key, guess: { lift: -0.05, ...none, signed: true } }],
    ['predict winback 0.125%', { key, guess: { lift: 0.00125, ...none, signed: false } }],
    ['predict winback `+8%`', { key, guess: { lift: 0.08, ...none, signed: true } }],
    ['predict winback +1 000%', { key, guess: { lift: 10, ...none, signed: true } }],
    ['predict winback 3..12', { key, guess: { lift: 0.075, low: 0.03, high: 0.12, signed: false } }],
    ['predict winback 8, 3..12', { key, guess: { lift: 0.08, low: 0.03, high: 0.12, signed: false } }],
    ['predict winback 8,5', { key, guess: { lift: 0.085, ...none, signed: false } }],
    ['predict winback +3%..+12%', { key, guess: { lift: 0.075, low: 0.03, high: 0.12, signed: true } }],
    ['predict winback +3 % … 12 %', { key, guess: { lift: 0.075, low: 0.03, high: 0.12, signed: true } }],
    [
      'predict winback +8% (-2% to +12%)',
      { key, guess: { lift: 0.08, low: -0.02, high: 0.12, signed: true } },
    ],
  ])
  refuses('predict <key> <lift> [<low>..<high>]', [
    ['predict', 'Which campaign?'],
    ['predict winback much', 'I can\'t read "much" as a lift'],
    ['predict winback +12%..+3%', 'from the lower lift to the higher one'],
    ['predict winback +20% +3%..+12%', 'The lift lies within its range'],
    ['predict winback -120%', 'between -100 % and 1000 %'],
    ['predict winback +8% +3%', "I can't read"],
    ['predict winback +1,000%', '"1,000" is read differently from country to country. Write 1000 or 1.0.'],
    ['predict winback +1.500%..+2%', 'Write 1500 or 1.5.'],
    ['predict winback 1,2,3', "I can't read"],
    ['predict winback 2000', 'between -100 % and 1000 %'],
  ])
})

describe('growth', () => {
  const none = { n: null, year: null, last: false }
  reads([
    ['growth', { send: false, quarter: none }],
    ['growth last', { send: false, quarter: { ...none, last: true } }],
    ['growth Q1', { send: false, quarter: { ...none, n: 1 } }],
    ['growth 2026Q1 send', { send: true, quarter: { n: 1, year: 2026, last: false } }],
    ['growth send', { send: true, quarter: none }],
  ])
  refuses('growth [<quarter>] [send]', [
    ['growth spring', 'I can\'t read "spring" as a quarter'],
    ['growth 0001Q1', 'I can\'t read "0001Q1" as a quarter'],
    ['growth 1999Q4', 'as a quarter'],
    ['growth 99999999Q1', 'as a quarter'],
  ])
})

describe('results', () => {
  reads([
    ['results winback sql', { key, sql: true }],
    ['results winback `SQL`', { key, sql: true }],
  ])
  refuses('results <key> sql', [
    ['results winback sql 1', '"1" is too much here'],
    ['results winback now', '"now" is too much here'],
  ])
})

describe('new', () => {
  const none = { template: null, key: null, from: null }
  reads([
    ['new', { name: null, ...none }],
    ['new Spring win-back', { name: 'Spring win-back', ...none }],
    [
      'new Spring win-back template:audience-sync key:Winback',
      { name: 'Spring win-back', template: 'audience-sync', key, from: null },
    ],
    [
      'new template:audience-sync Spring key: winback win-back',
      { name: 'Spring win-back', template: 'audience-sync', key, from: null },
    ],
    [
      'new template:“lifecycle e-mail” Spring',
      { name: 'Spring', template: 'lifecycle e-mail', key: null, from: null },
    ],
    ['new template:audience-sync', { name: null, template: 'audience-sync', key: null, from: null }],
    ['new Tom &amp; Jerry &lt;3', { name: 'Tom & Jerry <3', ...none }],
    [`new Win back ${RAJ} in ${GROWTH}`, { name: 'Win back @raj in #growth', ...none }],
    ['new Tablets from:Winback-3.2', { ...none, name: 'Tablets', from: { name: 'winback-3', idea: 2 } }],
    ['new from:winback', { ...none, name: null, from: { name: 'winback', idea: null } }],
    ['new שלום 👋', { name: 'שלום 👋', ...none }],
  ])
  refuses('new <name>', [
    ['new Spring key:win_back', '"win_back" can\'t be a key'],
    ['new Spring key:', '`key:` has nothing behind it'],
    ['new Spring from:win_back', '"win_back" is nothing that a campaign grows from'],
  ])
})

describe('list', () => {
  reads([
    ['list', 'mine'],
    ['list mine', 'mine'],
    ['list ALL', 'all'],
    ['list in review', 'in_review'],
    ['list in_review', 'in_review'],
    ['list live', 'live'],
  ])
  refuses('list [mine|all|<stage>]', [
    ['list lve', 'Did you mean live?'],
    ['list in revue', 'Did you mean in review?'],
    ['list 🎉', 'There are preparing, in review'],
  ])
})

describe('brief', () => {
  const patch = (change: object) => ({ key, patch: change })
  reads([
    ['brief winback', { key, patch: null }],
    ['brief winback name Autumn win-back', patch({ name: 'Autumn win-back' })],
    [`brief winback hypothesis A mail by ${RAJ} helps`, patch({ hypothesis: 'A mail by {@U0RAJ} helps' })],
    [
      'brief winback outcome purchase up 8%',
      patch({ outcome: { metric: 'purchase', direction: 'up', minimumEffect: 0.08, secondary: [] } }),
    ],
    [
      'brief winback Audience Lapsed 90 days, EU  size:42 610',
      patch({ audience: { words: 'Lapsed 90 days, EU', size: 42_610 } }),
    ],
    [
      'brief winback arms control, treatment',
      patch({
        arms: [
          { name: 'control', weight: 1 },
          { name: 'treatment', weight: 1 },
        ],
      }),
    ],
    ['brief winback horizon 2 weeks', patch({ horizonDays: 14 })],
    [
      'brief winback guardrails unsubscribe +0.2 points',
      patch({ guardrails: [{ metric: 'unsubscribe', margin: { amount: 0.002, unit: 'absolute' } }] }),
    ],
    ['brief winback guardrails none', patch({ guardrails: EMPTY_BRIEF.guardrails })],
    [`brief winback partner ${RAJ}`, patch({ partner: 'U0RAJ' })],
    ['brief winback partner none', patch({ partner: null })],
    [`brief winback channel ${GROWTH}`, patch({ channel: 'C0GROWTH' })],
    ['brief winback exposures mailed', patch({ exposures: 'mailed' })],
    [
      `brief winback plan webhook sync-audience; manual ${RAJ} Press send`,
      patch({
        plan: [
          { kind: 'sent', target: 'sync-audience', words: '' },
          { kind: 'human', person: 'U0RAJ', words: 'Press send' },
        ],
      }),
    ],
  ])
  refuses('brief <key>', [
    ['brief', 'Which campaign?'],
    ['brief winback outcom purchase', 'Did you mean outcome?'],
    ['brief winback outcome', '`purchase up 8%`'],
    ['brief winback outcome purchase up lots', 'I can\'t read "purchase up lots" as an outcome'],
    ['brief winback horizon soon', '"soon" as a horizon'],
    ['brief winback partner', 'Who is the data partner?'],
    ['brief winback partner @raj', '"@raj" is nobody I can find'],
    [`brief winback partner ${RAJ} ${RAJ}`, '"@raj" is too much here'],
    ['brief winback channel #growth', "I can't find #growth"],
    ['brief winback channel growth', 'Which channel?'],
  ])
})

describe('task add', () => {
  const add = {
    key,
    title: 'Check the list',
    step: null,
    team: null,
    assignee: null,
    dueAt: null,
    required: false,
  }
  const fiveOClock = new Date('2026-03-04T16:00:00Z')
  reads([
    ['task winback add Check the list', add],
    ['task winback ADD   Check   the\nlist', add],
    [
      `task winback add Check the list ${RAJ} due:tomorrow step:model team:data required`,
      { ...add, assignee: 'U0RAJ', dueAt: fiveOClock, step: 'model', team: 'data', required: true },
    ],
    [
      `task winback add Check the list due:tomorrow 17:00 optional ${RAJ}`,
      { ...add, assignee: 'U0RAJ', dueAt: fiveOClock, required: false },
    ],
    ['task winback add due:tomorrow step:MODEL Check the list', { ...add, dueAt: fiveOClock, step: 'model' }],
    ['task winback add Check the optional list', { ...add, title: 'Check the optional list' }],
    [`task winback add Ask ${RAJ} about the list`, { ...add, title: 'Ask @raj about the list' }],
    [
      `task winback add Ask legal owner:${RAJ} required`,
      { ...add, title: 'Ask legal', assignee: 'U0RAJ', required: true },
    ],
    [`task winback add owner: ${RAJ} Ask legal`, { ...add, title: 'Ask legal', assignee: 'U0RAJ' }],
  ])
  refuses('task <key> add <title>', [
    ['task', 'Which campaign?'],
    ['task winback', 'Which task, or `add`?'],
    ['task winback add', 'What is the task?'],
    ['task winback add due:tomorrow', 'What is the task?'],
    ['task winback add Check due:yesterday', 'which has passed'],
    ['task winback add Check due:soonish', 'I can\'t read "soonish" as a time'],
    ['task winback add Check step:modle', 'Did you mean model?'],
    ['task winback add Ask legal owner:mei', '`owner:` takes a person'],
    ['task winback add Ask legal owner:@mei', '`owner:` takes a person'],
    ['task winback add Check team:sales', 'there are growth, data'],
    ['task winback add Check the list @raj', '"@raj" is nobody I can find'],
    [`task winback add ${'x'.repeat(201)}`, '201 characters; 200 fit'],
  ])
})

describe('task of a number', () => {
  const change = (verb: string, rest: object = {}) => ({
    key,
    change: { n: 3, verb, words: null, person: null, dueAt: null, ...rest },
  })
  reads([
    ['task winback 3', { key, show: [3] }],
    ['task winback 3 remove', { key, remove: [3], words: null }],
    ['task winback 3, 4 Delete merged into 2', { key, remove: [3, 4], words: 'merged into 2' }],
    ['task winback 3 start', change('start')],
    ['task winback #3 Done', change('done')],
    [
      'task winback 3 done <https://bi.example/a|bi.example/a> says 42',
      change('done', { words: 'bi.example/a says 42' }),
    ],
    ['task winback 3 block waits for the export', change('block', { words: 'waits for the export' })],
    ['task winback 3 reopen', change('reopen')],
    ['task winback 3 waive not needed by mail', change('waive', { words: 'not needed by mail' })],
    ['task winback 3 check looked at 20 mails', change('check', { words: 'looked at 20 mails' })],
    [`task winback 3 assign ${RAJ}`, change('assign', { person: 'U0RAJ' })],
    ['task winback 3 due tomorrow', change('due', { dueAt: new Date('2026-03-04T16:00:00Z') })],
    ['task winback 3 due Wed 9:00', change('due', { dueAt: new Date('2026-03-04T08:00:00Z') })],
  ])
  refuses('task <key> <n> start|done', [
    ['task winback three done', '"three" is not the number of a task'],
    ['task winback 0 done', '"0" is not the number of a task'],
    ['task winback 3 dnoe', 'Did you mean done?'],
    ['task winback 3 block', 'Say what it waits for'],
    ['task winback 3 waive', 'Say why it is not needed'],
    ['task winback 3 check', 'Say what was looked at'],
    ['task winback 3 assign', 'Assign to whom?'],
    ['task winback 3 assign raj', 'Name them with @'],
    [`task winback 3 assign ${RAJ} please`, '"please" is too much here'],
    ['task winback 3 assign @raj', '"@raj" is nobody I can find'],
    ['task winback 3 due', 'Due when?'],
    ['task winback 3 due 03/04', 'read differently from country to country'],
  ])
})

describe('approve, decline, withdraw', () => {
  reads([
    ['approve winback', { key, words: null, launch: false }],
    ['approve winback checked the\nlist', { key, words: 'checked the\nlist', launch: false }],
    ['approve winback launch:now it holds', { key, words: 'it holds', launch: true }],
    ['changes winback more\npeople', { key, words: 'more\npeople' }],
    ['point winback 2 it is done', { key, n: 2, words: 'it is done' }],
    [`decline winback ask ${RAJ} first`, { key, words: 'ask {@U0RAJ} first' }],
    ['withdraw winback', { key, words: null }],
    ['withdraw winback the audience changes', { key, words: 'the audience changes' }],
  ])
  refuses('approve <key> [launch:now] [words]', [
    ['approve', 'Which campaign?'],
    ['approve winback launch:tue', 'Only `launch:now`'],
  ])
  refuses('decline <key> <reason>', [
    ['decline', 'Which campaign?'],
    ['decline winback', 'Say why'],
  ])
})

describe('launch', () => {
  const tuesday = new Date('2026-03-10T08:00:00Z')
  reads([
    ['launch winback', { kind: 'launch', key, at: null }],
    ['launch winback rehearse', { kind: 'rehearse', key, at: null }],
    ['launch winback rehearse at:tue', { kind: 'rehearse', key, at: tuesday }],
    ['launch winback at:tue rehearse', { kind: 'rehearse', key, at: tuesday }],
    ['launch winback at:tue', { kind: 'launch', key, at: tuesday }],
    ['launch winback at:tue 9:00', { kind: 'launch', key, at: tuesday }],
    ['launch winback at: 2026-03-10 9:00', { kind: 'launch', key, at: tuesday }],
    ['launch winback despite:it ends today', { kind: 'launch', key, at: null, despite: 'it ends today' }],
    [
      'launch winback at:tue despite: it ends at:once',
      { kind: 'launch', key, at: tuesday, despite: 'it ends at:once' },
    ],
  ])
  refuses('launch <key>', [
    ['launch', 'Which campaign?'],
    ['launch winback now', '"now" is too much here'],
    ['launch winback tomorrow', '"tomorrow" is too much here'],
    ['launch winback at:', '`at:` has nothing behind it'],
    ['launch winback at:whenever', '"whenever" as a time'],
    ['launch winback at:yesterday', 'which has passed'],
  ])
})

describe('pause, resume, stop, cancel', () => {
  for (const name of ['pause', 'resume', 'stop', 'cancel']) {
    reads([[`${name} winback the subject line is wrong`, { key, reason: 'the subject line is wrong' }]])
    refuses(`${name} <key> <reason>`, [[name, 'Which campaign?']])
    // Whether it is possible is said before a reason is asked for.
    reads([[`${name} winback  \n `, { key, reason: '' }]])
  }
})

describe('digest', () => {
  const schedule = { kind: 'weekdays', time: '09:00', zone: AT.zone } as const
  const one = (typed: string, act: object): [string, unknown] => [
    `digest winback ${typed}`.trim(),
    { key, act },
  ]
  const plan = (schedule: object, rest: object = {}) => ({
    ...{ does: 'plan', schedule, zoned: false, channel: null, quiet: null },
    ...rest,
  })
  const channel = 'C0GROWTH'
  reads([
    one('', { does: 'show' }),
    ...(['now', 'off', 'quiet', 'always', 'unmute'] as const).map((does) => one(does, { does })),
    one('mute +3d', { does: 'mute', endsAt: new Date('2026-03-06T08:00:00Z') }),
    one('weekdays', plan(schedule)),
    one('daily', plan({ ...schedule, kind: 'daily' })),
    one('weekdays quiet', plan(schedule, { quiet: true })),
    one('quiet weekdays', plan(schedule, { quiet: true })),
    one(`weekdays always ${GROWTH}`, plan(schedule, { quiet: false, channel })),
    one(
      `weekdays 09:00 America/New_York ${GROWTH}`,
      plan({ ...schedule, zone: 'America/New_York' }, { channel, zoned: true }),
    ),
    one(
      `${GROWTH} weekly mon 8:30`,
      plan({ kind: 'weekly', day: 'mon', time: '08:30', zone: AT.zone }, { channel }),
    ),
    one('cron 0 9 * * 1-5', plan({ kind: 'cron', expression: '0 9 * * 1-5', zone: AT.zone })),
    ['digest all', { scope: { kind: 'live', team: null }, act: { does: 'show' } }],
    ['digest team:Growth now', { scope: { kind: 'live', team: 'growth' }, act: { does: 'now' } }],
    ['digest learned off', { scope: { kind: 'learned', team: null }, act: { does: 'off' } }],
    [
      `digest learned team:data weekdays quiet ${GROWTH}`,
      { scope: { kind: 'learned', team: 'data' }, act: plan(schedule, { quiet: true, channel }) },
    ],
  ])
  refuses('digest <key>', [
    ['digest', 'Which campaign?'],
    ['digest winback sometimes', 'I can\'t read "sometimes" as a digest\'s schedule'],
    [`digest winback ${GROWTH}`, '`daily 09:00`'],
    ['digest winback daily #growth', "I can't find #growth"],
    ['digest winback now please', '"please" is too much here'],
    ['digest winback cron * * * * *', 'more often than hourly'],
    ['digest winback daily Europe/Berln', 'Did you mean Europe/Berlin?'],
    ['digest winback mute', 'A mute has an end'],
    ['digest winback mute yesterday', 'yesterday'],
    ['digest all sometimes', 'I can\'t read "sometimes"'],
  ])
})

describe('ask', () => {
  const asked = { key, question: 'Why does Web buy less?', step: 'analyze', assignee: null, dueAt: null }
  reads([
    ['ask winback Why does Web buy less?', asked],
    [
      `ask winback Why does Web buy less? ${RAJ} due:wed step:collect`,
      { ...asked, assignee: 'U0RAJ', dueAt: new Date('2026-03-04T16:00:00Z'), step: 'collect' },
    ],
    [
      `ask winback due:wed 9:00 step:model ${RAJ} Why does Web buy less?`,
      { ...asked, assignee: 'U0RAJ', dueAt: new Date('2026-03-04T08:00:00Z'), step: 'model' },
    ],
    [`ask winback Did ${RAJ} change the query?`, { ...asked, question: 'Did {@U0RAJ} change the query?' }],
    [
      'ask winback Is https://x.example/?a=b fine: or not?',
      { ...asked, question: 'Is https://x.example/?a=b fine: or not?' },
    ],
  ])
  refuses('ask <key> <question>', [
    ['ask', 'Which campaign?'],
    ['ask winback', 'Ask what?'],
    ['ask winback due:wed', 'Ask what?'],
    ['ask winback Why? due:never', '"never" as a time'],
    ['ask winback Why? step:guess', 'there are collect, model, analyze'],
    ['ask winback Why? @raj', '"@raj" is nobody I can find'],
  ])
})

describe('suggestion', () => {
  it.each([
    ['suggestion winback', { key: 'winback', what: null }],
    ['suggestion winback 2 Ask', { key: 'winback', what: { n: 2, verb: 'ask' } }],
    ['suggestion winback 1 not-needed', { key: 'winback', what: { n: 1, verb: 'not-needed' } }],
  ])('%s', (typed, read) => expect(parsed(typed)).toEqual(read))
  refuses('suggestion <key>', [
    ['suggestion winback one ask', '"one" is not the number of a suggestion'],
    ['suggestion winback 1', 'Ask it, or is it not needed?'],
  ])
})

describe('followups, followup and answer', () => {
  const found = (answer: object) => ({
    key,
    n: 3,
    answer: { confidence: null, link: null, decision: null, ideas: [], ...answer },
  })
  reads([
    ['followups', { of: 'all' }],
    ['followups Mine', { of: 'mine' }],
    ['followups winback', { of: 'campaign', key }],
    ['answer winback-3', { key, n: 3, answer: null }],
    ['answer winback-3 Web lost the coupon field', found({ finding: 'Web lost the coupon field' })],
    ['answer Spring-2-12 yes', { ...found({ finding: 'yes' }), key: 'spring-2', n: 12 }],
    [
      'answer winback-3 Web lost it link:<https://bi.example/q/12> confidence:High decision:put it back, says <@U0RAJ|raj> (see: note:2) idea:Try tablets idea:Ask Mei\nwhen she is back',
      found({
        finding: 'Web lost it',
        confidence: 'high',
        link: 'https://bi.example/q/12',
        decision: 'put it back, says {@U0RAJ} (see: note:2)',
        ideas: ['Try tablets', 'Ask Mei when she is back'],
      }),
    ],
    ['answer winback-3 confidence:low Web lost it', found({ finding: 'Web lost it', confidence: 'low' })],
    ['answer winback-3 it says note:2 of ours', found({ finding: 'it says note:2 of ours' })],
    ['followup winback-3', { key, n: 3, what: { verb: 'show' } }],
    ['followup winback-3 Accept', { key, n: 3, what: { verb: 'accept' } }],
    [
      'followup winback-3 reassign <@U0RAJ|raj> you know it',
      { key, n: 3, what: { verb: 'reassign', to: 'U0RAJ', words: 'you know it' } },
    ],
    [
      'followup winback-3 decline no data: gone',
      { key, n: 3, what: { verb: 'decline', reason: 'no data: gone' } },
    ],
  ])
  refuses('followups [<key>|mine]', [
    ['followups win_back', "can't be a key"],
    ['followups mine all', '"all" is too much here'],
  ])
  refuses('answer <key>-<n> <finding> [confidence:high|medium|low]', [
    ['answer', 'Which follow-up?'],
    ['answer winback 3 yes', '"winback" is not a campaign\'s key and a number'],
    ['answer winback-0 yes', '"winback-0" is not'],
    ['answer win_back-3 yes', "can't be a key"],
    ['answer winback-3 confidence:high', 'Say what was found'],
    [
      'answer winback-3 So confidence:very',
      'I can\'t read "very" as how sure it is. Write high, medium or low.',
    ],
    ['answer winback-3 So link:http://bi.example', 'can\'t read "http://bi.example" as a link'],
    ['answer winback-3 So decision:', '`decision:` has nothing behind it'],
    ['answer winback-3 So decision:a decision:b', '`decision:` stands twice'],
    [`answer winback-3 So ${'idea:x '.repeat(11)}`, 'That are 11 ideas; 10 fit'],
    [`answer winback-3 So idea:${'x'.repeat(501)}`, 'That idea has 501 characters; 500 fit'],
  ])
  refuses('followup <key>-<n> reassign @person [why]', [
    ['followup', 'Which follow-up?'],
    ['followup winback', "not a campaign's key and a number"],
    ['followup winback-3 acept', 'Did you mean accept?'],
    ['followup winback-3 accept now', '"now" is too much here'],
    ['followup winback-3 reassign', 'To whom?'],
    ['followup winback-3 reassign @nobody', '"@nobody" is nobody I can find'],
    ['followup winback-3 decline', 'Say why, so that nobody need ask.'],
  ])
})

describe('learnings', () => {
  reads([
    ['learnings', { query: '' }],
    ['learnings  coupon\n“free delivery” <@U0RAJ|raj>', { query: 'coupon “free delivery” @raj' }],
  ])
  refuses('learnings [words]', [[`learnings ${'x'.repeat(301)}`, 'That search has 301 characters; 300 fit']])
})

describe('conclude', () => {
  reads([
    ['conclude winback', { key, conclusion: null }],
    [
      'conclude winback Yes GOOD it works\nagain',
      { key, conclusion: { reached: 'yes', growth: 'good', learned: 'it works\nagain' } },
    ],
    [
      'conclude winback unclear neutral too few',
      { key, conclusion: { reached: 'unclear', growth: 'neutral', learned: 'too few' } },
    ],
  ])
  refuses('conclude <key>', [
    ['conclude', 'Which campaign?'],
    ['conclude winback maybe good x', 'Write yes, no or unclear, not "maybe"'],
    ['conclude winback yes', 'Write good, bad or neutral.'],
    ['conclude winback yes fine x', 'not "fine"'],
    ['conclude winback yes good', 'Say what was learned'],
  ])
})

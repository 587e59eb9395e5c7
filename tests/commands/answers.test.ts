import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../commands/index.ts'
import { line } from '../conversations/seen.ts'
import { readAloud, type Stand, standUp } from '../conversations/stand.ts'
import { NOTHING_TO_READ } from './yaml.ts'

let stand: Stand

beforeEach(async () => {
  stand = await standUp(NOTHING_TO_READ)
})
afterEach(() => stand.close())

/** The private answer to what Ana, or somebody else, types: its text, which is read aloud, and all that is seen. */
async function answer(
  text: string,
  user = 'U0ANA',
  channel?: string,
): Promise<{ text: string; seen: string }> {
  const reply = await stand.say(user, text, channel)
  expect(reply.body.response_type).toBe('ephemeral')
  return { text: reply.text, seen: readAloud(reply) }
}

async function said(text: string, user?: string): Promise<string> {
  return (await answer(text, user)).text
}

const FILLED = [
  'new Spring win-back key:winback',
  'brief winback hypothesis A mail brings lapsed customers back',
  'brief winback outcome purchase up 8% also spend',
  'brief winback audience Lapsed 90 days, EU size:42 610',
  'brief winback arms control 10%, mail 90%',
  'brief winback horizon 2 weeks',
  'brief winback partner <@U0RAJ|raj>',
  'brief winback exposures mailed',
  'brief winback plan manual <@U0MEI|mei> Press send in Braze',
]

/** Spring win-back with a whole brief and every required task done. */
async function ready(): Promise<void> {
  for (const line of FILLED)
    expect(await said(line), line).toMatch(/^(\*Spring win-back\* is set up|Changed in)/)
  const tasks: { n: number }[] = await stand.stairway.db('tasks').where({ required: true }).select('n')
  for (const { n } of tasks) await said(`task winback ${n} waive covered by a test`)
}

async function live(): Promise<void> {
  await ready()
  await said('submit winback')
  await said('approve winback', 'U0TOM')
  await said('approve winback', 'U0RAJ')
  await said('launch winback')
  await stand.client.clickButton('U0ANA', line(stand, 'U0ANA'), 'Launch')
  await stand.settle()
  const step = await stand.dm('U0MEI', 'Press send')
  await stand.client.clickButton('U0MEI', step, "Confirm it's done")
  await stand.settle()
}

describe('help', () => {
  it('lists every command with a line', async () => {
    const { text, seen } = await answer('help all')
    for (const { name, summary } of COMMANDS) {
      expect(text).toContain(`\`${name}\`  ${summary}`)
      expect(seen.split(summary)).toHaveLength(3)
    }
  })

  it('shows the forms, the summary and an example of each', async () => {
    for (const { name, usage, summary, example } of COMMANDS) {
      const text = (await said(`help ${name}`)).replaceAll('&lt;', '<').replaceAll('&gt;', '>')
      for (const form of [...usage, example]) expect(text).toContain(`\`/campaign ${form}\``)
      expect(text).toContain(summary)
    }
  })

  it('gives the nearest command for a typo, escaped', async () => {
    expect(await said('aprove winback')).toBe(
      'There is no command "aprove". Did you mean approve?\n`/campaign approve &lt;key&gt; [launch:now] [words]`',
    )
    expect(await said('&lt;!channel&gt;')).toBe(
      'There is no command "&lt;!channel&gt;". `/campaign help` lists those there are.',
    )
  })
})

describe('setting up', () => {
  it('says what was made, and lists it', async () => {
    expect(await said('new Spring win-back')).toBe(
      '*Spring win-back* is set up as `spring-win-back` with 12 tasks of the template *Lifecycle e-mail*; its card comes to <#C0GROWTH>. Say what it is for: `/campaign brief spring-win-back`\nNo template was named: `template:` takes in-product-experiment, audience-sync.',
    )
    expect(await said('list')).toContain('My campaigns: 1')
    expect(await said('list', 'U0ZOE')).toContain('My campaigns: none')
    expect(await said('list all', 'U0ZOE')).toContain('*Spring win-back*')
    expect(await said('list in review')).toContain('Campaigns that are in review: none')
    expect((await answer('show spring-win-back')).seen).toContain('*preparing*')
    expect(await said('')).toContain('*Spring win-back*')
  })

  it('refuses a key that is taken, an unknown template, a long name, and a direct message', async () => {
    await said('new Spring key:winback')
    expect(await said('new Autumn key:winback')).toContain('There is a campaign winback already')
    expect(await said('new Autumn template:lifecyle')).toContain('There is no template "lifecyle"')
    expect(await said(`new ${'x'.repeat(3_001)}`)).toContain('That name has 3001 characters; 3000 fit')
    expect((await answer('new Autumn', 'U0ANA', 'D0ANA')).text).toContain('A campaign lives in a channel')
  })

  it('takes every field of the brief, and shows the whole brief', async () => {
    await ready()
    const { seen } = await answer('brief winback guardrails unsubscribe 0.2 points, spend 2%')
    expect(seen).toContain(
      'Changed in the brief of *Spring win-back*: guardrails: unsubscribe, at most 0.2 points worse, spend, at most 2 % worse.',
    )
    for (const shown of [
      '42\u202f610',
      'control 10 %, mail 90 %',
      '14 days',
      'Mei: Press send in Braze',
      'Nothing is missing',
    ])
      expect(seen).toContain(shown)
    expect(await said('brief winback horizon 14')).toBe(
      'Nothing changed: the brief of `winback` says that already.',
    )
  })

  it('refuses what stairway.yaml does not declare, and strangers', async () => {
    await said('new Spring key:winback')
    expect(await said('brief winback outcome clicks up 8%')).toContain('There is no metric "clicks"')
    expect(await said('brief winback plan webhook mailer')).toContain('There is no target "mailer"')
    expect(await said('brief winback exposures seen')).toContain('There is no exposure query "seen"')
    expect(await said('brief winback horizon 7', 'U0ZOE')).toContain(
      'Only Ana and members of growth and data can change',
    )
    expect(await said('brief nothere horizon 7')).toContain('There is no campaign "nothere"')
  })
})

describe('tasks', () => {
  beforeEach(() => said('new Spring key:winback'))

  it('adds one for the team of who is asked, else of who adds it', async () => {
    expect(await said('task winback add Count the list <@U0RAJ|raj>')).toContain(
      'Task 13 of `winback` is added: Count the list',
    )
    expect(await said('task winback add Write the mail')).toContain('for the growth team')
    expect(await said('task winback add Score the model step:model required', 'U0RAJ')).toMatch(
      /Required, step model, for the data team\./,
    )
    await said('brief winback partner <@U0ZOE|zoe>')
    expect(await said('task winback add Read the past', 'U0ZOE')).toContain('for the growth team')
    expect(await said('task winback add Read the past step:analyze', 'U0ZOE')).toContain('for the data team')
    const rows = await stand.stairway
      .db('tasks')
      .where('n', '>', 12)
      .orderBy('n')
      .select('team', 'step', 'assignee')
    expect(rows).toEqual([
      { team: 'data', step: 'collect', assignee: 'U0RAJ' },
      { team: 'growth', step: 'collect', assignee: null },
      { team: 'data', step: 'model', assignee: null },
      { team: 'growth', step: 'collect', assignee: null },
      { team: 'data', step: 'analyze', assignee: null },
    ])
  })

  it('says what became of one', async () => {
    const title = 'Write down outcome, guardrails and stop rule'
    expect(await said('task winback 1 start')).toBe(`Task 1 of \`winback\` is being done: ${title}`)
    expect(await said('task winback 1 block waits for <@U0RAJ|raj>')).toBe(
      `Task 1 of \`winback\` is blocked: ${title}\nwaits for Raj`,
    )
    expect(await said('task winback 1 check the page says so')).toBe(
      `Noted what was looked at for task 1 of \`winback\`: ${title}\nthe page says so`,
    )
    expect(await said('task winback 1 done')).toBe(
      `Task 1 of \`winback\` is done: ${title}\nReady: 1 of 12 required.`,
    )
    expect(await said('task winback 1 done')).toContain('is done already')
    expect(await said('task winback 1 reopen')).toContain('Ready: 0 of 12 required.')
    expect(await said('task winback 1 assign <@U0TOM|tom>')).toBe(
      `Task 1 of \`winback\` waits for Tom now: ${title}`,
    )
    expect(await said('task winback 1 due tomorrow')).toContain('is due <!date^1772553600^')
    expect(await said('task winback 99 done')).toContain('winback has no task 99: it has 12')
  })

  it('a check leaves the state as it was', async () => {
    await said('task winback 1 block no export yet')
    await said('task winback 1 check asked again')
    const row = await stand.stairway.db('tasks').where({ n: 1 }).first('state', 'evidence')
    expect(row).toEqual({ state: 'blocked', evidence: 'asked again' })
  })
})

describe('approval and launch', () => {
  it('says who is waited for, who decided, and what comes next', async () => {
    await said('new Spring key:spring')
    expect(await said('submit spring')).toContain('its brief lacks')
    await ready()
    expect(await said('submit winback')).toMatch(
      /^\*Spring win-back\* is in review\. It waits for Tom, Raj or Mei, until <!date/,
    )
    expect(await said('approve winback')).toContain("You asked for it, so you can't.")
    expect(await said('decline winback', 'U0TOM')).toContain('Say why')
    expect(await said('approve winback checked', 'U0TOM')).toMatch(
      /^You approved \*Spring win-back\*\. It waits for Raj or Mei, until/,
    )
    expect(await said('approve winback', 'U0RAJ')).toBe(
      'You approved *Spring win-back*. Nothing is left to decide; it can be launched: `/campaign launch winback`',
    )
    expect(await said('brief winback horizon 7')).toContain(
      'That is not what was submitted any more; ask again: `/campaign submit winback`',
    )
    expect(await said('launch winback')).toContain('changed after it was submitted')
    expect(await said('brief winback horizon 14')).toBe(
      'Changed in the brief of *Spring win-back*: horizon: 14 days.',
    )
    expect((await answer('launch winback rehearse')).seen).toContain('Press send in Braze')
    expect(await said('launch winback at:tomorrow')).toContain('launches <!date^1772524800^')
    expect(await said('withdraw winback')).toBe('*Spring win-back* is withdrawn and preparing again.')
  })

  it('takes a decline back to the requester, with its reason', async () => {
    await ready()
    await said('submit winback')
    expect(await said('decline winback the audience counts test accounts', 'U0RAJ')).toBe(
      'You declined *Spring win-back*: the audience counts test accounts\nIt is preparing again, and Ana is told.',
    )
  })
})

describe('live', () => {
  beforeEach(live)

  it('pauses, resumes and stops with a reason', async () => {
    expect(await said('pause winback complaints')).toBe('*Spring win-back* is paused: complaints')
    expect(await said('resume winback mended')).toBe('*Spring win-back* is live again: mended')
    expect(await said('cancel winback too late')).toContain('cancel is not possible now')
    expect(await said('stop winback enough')).toBe('*Spring win-back* is stopped: enough')
  })

  it('sets digests in the zone of the person, in a channel', async () => {
    expect(await said('digest winback')).toContain('none are set')
    expect(await said('digest winback off')).toContain('has no digest to switch off')
    expect(await said('digest winback weekdays <#C0DATA|data>')).toMatch(
      /^Digests of \*Spring win-back\*: weekdays 09:00, Europe\/Berlin, to <#C0DATA>\. The next one comes <!date/,
    )
    expect(await said('digest winback daily 10:00', 'U0RAJ')).toContain(
      'daily 10:00, Europe/Berlin, to <#C0DATA>',
    )
    expect(await said('digest winback now')).toContain(
      'it comes to <#C0DATA> when the warehouse has answered',
    )
    expect(await said('digest winback off')).toContain('posts no more digests')
    expect(await said('digest winback now', 'U0ZOE')).toContain(
      'members of growth and data can change winback',
    )
  })

  it('says why there are no results', async () => {
    expect(await said('results winback', 'U0ZOE')).toMatch(/Nothing can be read out: .*customers/)
    expect(await said('results winback sql', 'U0ZOE')).toBe('`winback.sql` comes to you by direct message.')
  })

  it('asks, lists and answers', async () => {
    expect(await said('ask winback Why does <@U0TOM|tom> buy less? due:wed', 'U0ZOE')).toMatch(
      /^Asked as `winback-1` \(analyze\): Why does Tom buy less\?\nRaj is told, due <!date/,
    )
    expect(await said('ask winback And phone? <@U0MEI|mei> step:collect')).toContain(
      '(collect): And phone?\nMei is told.',
    )
    expect(await said('followups')).toContain('Open follow-ups: 2')
    expect(await said('followups mine', 'U0RAJ')).toContain('My open follow-ups: 1')
    expect(await said('answer winback-1 No difference', 'U0RAJ')).toMatch(
      /^\*winback-1\* of .* was answered by Raj, <!date.*>\nFound {2}No difference\nAsked {2}Why does Tom buy less\?$/,
    )
    expect(await said('answer winback-1 Again', 'U0RAJ')).toContain('was answered by Raj')
    expect(await said('answer winback-9 x')).toContain('has no follow-up 9')
    expect(await said('followups winback')).toContain('Follow-ups of winback: 2')
  })

  it('concludes, and its history says everything', async () => {
    expect(await said('conclude winback yes good Mail works')).toContain('*Spring win-back* is concluded')
    expect(await said('conclude winback yes good Mail works')).toContain('It has ended')
    const { seen } = await answer('history winback')
    for (const shown of ['concluded', 'Mail works']) expect(seen).toContain(shown)
    expect(await said('digest winback daily')).toContain('has ended')
  })
})

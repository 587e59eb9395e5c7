import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { HELP_BUTTONS } from '../../commands/index.ts'
import type { State } from '../../sandbox/contract.ts'
import { STORY_YAML } from '../../sandbox/story/yaml.ts'
import { PORTFOLIO_PAGE } from '../../src/slack/cards/portfolio.ts'
import { ALL_BUTTONS } from '../../src/slack/clicks/index.ts'
import { clickOn, newest } from '../sandbox/open.ts'
import { SECRET } from '../support/stand.ts'
import { type Receiver, startReceiver } from '../targets/receiver.ts'
import { inBrowser, PRIVATE, useOffice } from './desk.ts'
import { answer, button, cancel, choose, openThread, stage } from './hands.ts'

const ANA = '/?as=U0ANA&in=C0GROWTH'
const MEI = '/?as=U0MEI&in=D0MEI'
/** Fills in all but one task, for many that go live at once. */
const SALE = `templates:
  sale:
    title: Sale
    policy: one-look
    brief:
      hypothesis: A sale sells
      outcome: purchase up 8%
      audience: Everybody size:100
      arms: As today, Sale
      horizon: 14 days
      exposures: sends
      plan: webhook flaky Start the sale
    tasks: [{ title: Stock is there, step: collect, team: growth, due: 1d }]
`
const FLAKY = `  flaky: { title: Warm up, url: "env:FLAKY_URL", secret: "env:FLAKY_SECRET" }\n`
const BRIEF = [
  'hypothesis A short sale brings people back',
  'outcome purchase up 8%',
  'audience No order this month size:8000',
  'arms No e-mail, Offer e-mail',
  'horizon 14 days',
  'exposures sends',
  'plan webhook flaky Warm up the channel; manual <@U0ANA|ana> Press send',
]

inBrowser('the buttons of the cards', () => {
  let tool: Receiver
  const office = useOffice(async (folder) => {
    tool = await startReceiver()
    await mkdir(join(folder, '.stairway'))
    await writeFile(
      join(folder, '.stairway', 'stairway.yaml'),
      STORY_YAML.replace('templates:\n', SALE) + FLAKY,
    )
    await writeFile(join(folder, '.env'), `FLAKY_URL=${tool.url}\nFLAKY_SECRET=${SECRET}\n`)
  })
  afterAll(() => tool?.close())

  test('show what is asked for, to one person alone', async () => {
    const desk = await office().desk(ANA)
    const press = (name: string) => button(desk.card('Spring win-back'), name).click()
    await press('Brief')
    const brief = desk.message(PRIVATE, 'Brief of Spring win-back')
    await brief.getByText('12 400 people: No order for 90 days, EU').waitFor()
    await press('Results')
    const results = desk.message(PRIVATE, 'Spring win-back', 'day 15 of 21')
    await results.getByText(/Ship Win-back e-mail\.\s+Purchase\s\+\d+\s%\s.*nothing\sis\sworse/).waitFor()
    await press('History')
    const history = desk.message(PRIVATE, 'History of Spring win-back')
    await history.getByText(/Events 1 to 20 of \d+/).waitFor()
    await button(history, 'Next').click()
    await history.getByText(/Events 21 to \d+ of/).waitFor()
    await button(history, 'Previous').click()
    await history.getByText(/Events 1 to 20 of \d+/).waitFor()
    await button(brief, 'Edit…').click()
    await cancel(desk.modal('Brief'))
  })

  test('ask for the words of a decision', async () => {
    const desk = await office().desk(ANA)
    for (const [name, title] of [
      ['Ship it…', 'Ship it'],
      ['Keep running…', 'Keep running'],
      ['Stop…', 'Stop'],
    ] as const) {
      await button(desk.card('Spring win-back'), name).click()
      await cancel(desk.modal(title))
    }
  })

  test('change tasks where they are listed', async () => {
    const desk = await office().desk(ANA)
    await button(desk.card('Onboarding checklist'), 'Tasks').click()
    const tasks = desk.message(PRIVATE, 'Tasks of onboarding', /\d of \d+ done/)
    await tasks.getByText('2 of 10 done').waitFor()
    await choose(desk, tasks, 'Start', 'Try each arm on mobile')
    await tasks.getByText(/◐ 9 Try each arm on mobile.* · Ana · doing/).waitFor()
    await choose(desk, tasks, 'Mark done', 'Verify events')
    await cancel(desk.modal('Mark done'))
    await choose(desk, tasks, 'Mark done', 'Try each arm on mobile')
    await tasks.getByText('3 of 10 done').waitFor()
    await choose(desk, tasks, 'Blocked…')
    await cancel(desk.modal('Blocked'))
    await button(tasks, 'Next').click()
    await tasks.getByText('Tasks 11 to 12 of 12').waitFor()
    await button(tasks, 'Previous').click()
    await tasks.getByText('Tasks 1 to 10 of 12').waitFor()
    await desk.card('Onboarding checklist').getByText('3 of 10 required').waitFor()
  })

  test('add rows to the form of a brief, and take them away', async () => {
    const desk = await office().desk(ANA)
    await button(desk.card('Onboarding checklist'), 'Brief').click()
    await button(desk.message(PRIVATE, 'Brief of Onboarding checklist'), 'Edit…').click()
    const modal = desk.modal('Brief')
    await modal.waitFor()
    const rows = button(modal, /^More: /)
    const before = await rows.count()
    const kinds = ['a guardrail', 'an arm', 'a step for a person', 'a step that is sent']
    for (const [i, kind] of kinds.entries()) {
      await button(modal, `Add ${kind}`).click()
      await rows.nth(before + i).waitFor()
    }
    await choose(desk, modal, 'Remove')
    await rows.nth(before + kinds.length - 1).waitFor({ state: 'detached' })
    await cancel(modal)
  })

  test('take a digest’s suggestions up, or not', async () => {
    const desk = await office().desk(ANA)
    await desk.become('Tom')
    const digest = desk.message('Cart reminder by push, day 14 of 14')
    await button(digest, 'All figures').click()
    await desk.message(PRIVATE, 'All figures', 'push, day 14 of 14', 'Verdict by rule').waitFor()
    const figures = (await openThread(desk, digest)).filter({ hasText: 'Verdict by rule' })
    await button(figures, /^Ask Mei/)
      .first()
      .click()
    await figures.getByText('Asked as push-1').waitFor()
    await button(figures, /^Not needed/)
      .first()
      .click()
    await button(figures, /^Not needed/).waitFor({ state: 'detached' })
    await button(figures, 'Ask something else…').click()
    await cancel(desk.modal('Ask'))
    await desk.become('Mei')
    await desk.go('Stairway')
    const asked = desk.message('Tom asks about', 'Which people drive Unsubscribe')
    for (const verb of ['Answer', 'Reassign', 'Decline']) {
      await button(asked, `${verb}…`).click()
      await cancel(desk.modal(verb))
    }
    await button(asked, 'Accept').click()
    await asked.getByText('accepted by Mei').waitFor()
    await button(asked, 'Accept').waitFor({ state: 'detached' })
  })

  test('let a campaign grow from an idea, and turn the pages of what was learned', async () => {
    const { say } = office().open
    for (const n of [1, 2, 3, 4, 5]) {
      await say('U0ANA', `ask onboarding Does step ${n} help?`)
      await say('U0RAJ', `answer onboarding-${n} Not by itself`)
    }
    const desk = await office().desk('/?as=U0RAJ&in=D0RAJ')
    await button(desk.message('winback-1 of', 'A plain text mail'), 'Start a draft from it').click()
    const draft = desk.modal('New campaign')
    await draft.getByText('Grows from winback-1').waitFor()
    expect(await draft.getByLabel('Hypothesis').inputValue()).toBe('A plain text mail for Outlook readers')
    await cancel(draft)
    await desk.go('growth')
    await desk.say('/campaign learnings')
    const list = desk.message(PRIVATE, 'What was learned last')
    await list.getByText('1 to 5 of 7').waitFor()
    await button(list, 'Next').click()
    await list.getByText('6 to 7 of 7').waitFor()
    await button(list, 'Previous').click()
    await list.getByText('1 to 5 of 7').waitFor()
  })

  test('tell harm, where it was and what became of it', async () => {
    const desk = await office().desk(ANA)
    const alarm = desk.message('The campaign is concluded.', 'Found by a digest')
    await alarm.getByText('Unsubscribe is 1.9 points higher in Push reminder; 0.5 was allowed.').waitFor()
    expect(await button(alarm, 'Stop').count()).toBe(0)
    await button(alarm, 'Details').click()
    await desk.message(PRIVATE, 'Cart reminder by push', 'guard beyond margin').waitFor()
  })

  test('carry a campaign from submission to its end', async () => {
    const ana = await office().desk(ANA)
    const mei = await office().desk(MEI)
    await prepare()
    const card = ana.card('Flash sale')
    await button(card, 'Submit').click()
    await button(ana.message(PRIVATE, 'What lift of purchase do you expect'), 'Predict…').click()
    await cancel(ana.modal('Predict'))
    const request = mei.message('asks you to approve Flash sale')
    await button(request, 'Details').click()
    await mei.message(PRIVATE, 'Flash sale').waitFor()
    const details = mei.message(PRIVATE, 'Flash sale')
    await button(details, 'Approve with a note…').click()
    await cancel(mei.modal('Approve'))
    await button(details, 'Rehearse').click()
    await mei.message(PRIVATE, 'would run 2 steps').waitFor()
    await button(request, 'Decline…').click()
    await cancel(mei.modal('Decline'))
    await button(request, 'Request changes…').click()
    await cancel(mei.modal('Request changes'))
    await button(request, /^Approve flash/).click()
    await button(mei.message('asked to approve Flash sale'), 'Take back…').click()
    await cancel(mei.modal('Take back'))

    tool.replyWith({ status: 400 })
    await answer(ana, button(card, 'Launch'), 'Launch flash now?', 'Not now')
    await stage(card, 'approved').waitFor()
    await answer(ana, button(card, 'Launch'), 'Launch flash now?', 'Launch')
    await stage(card, 'launching').waitFor()
    const replies = await openThread(ana, card)
    await button(replies.filter({ hasText: 'holds at step 1' }), 'Send again').click()
    await replies.getByText('It was sent again and went through').waitFor()
    expect(tool.requests.length).toBe(2)

    await ana.go('Stairway')
    const step = ana.message('step 2 of 2 of Flash sale')
    await answer(
      ana,
      button(step, "Confirm it's done: step 2 of flash"),
      'Is step 2 done?',
      "Confirm it's done",
    )
    await ana.go('growth')
    await button(card, 'Pause…').click()
    await ana.modal('Pause').getByLabel('Why?').fill('A typo')
    await button(ana.modal('Pause'), 'Pause').click()
    await button(card, 'Resume').click()
    await stage(card, 'live').waitFor()
    await answer(ana, button(card, 'Stop'), 'Stop flash?', 'Keep it')
    await answer(ana, button(card, 'Stop'), 'Stop flash?', 'Stop')
    await stage(card, 'stopped').waitFor()
    await button(card, 'Conclude…').click()
    await cancel(ana.modal('Conclude'))
  })

  test('send a quarter’s picture and file', async () => {
    const desk = await office().desk(ANA)
    await desk.say('/campaign growth')
    await button(desk.message(PRIVATE, 'Growth, Q1 2026'), 'Send me picture and CSV').click()
    await desk.message(PRIVATE, 'come to your messages with Stairway').waitFor()
    await desk.go('Stairway')
    const sent = desk.message('The CSV has a line for each campaign')
    await sent.getByRole('img', { name: /Cart reminder by push/ }).waitFor()
    const [file] = await Promise.all([
      desk.page.waitForEvent('download'),
      sent.getByRole('link', { name: 'growth-2026Q1.csv' }).click(),
    ])
    expect(file.suggestedFilename()).toBe('growth-2026Q1.csv')
  })

  test('turn the pages of long lists', async () => {
    const { say } = office().open
    const each = Array.from({ length: 20 }, (_, i) => i + 1)
    for (const n of each) await say('U0TOM', `new Idea ${n} key:idea${n} template:quick-email`)
    for (const n of each.slice(0, 11)) await say('U0TOM', `ask idea1 Why so in week ${n}?`)
    const desk = await office().desk(ANA)
    await desk.become('Tom')
    for (const [typed, title, place] of [
      ['', 'wait on you', 'Things'],
      ['list', 'My campaigns', 'Campaigns'],
      ['followups idea1', 'Follow-ups of idea1', 'Follow-ups'],
    ] as const) {
      await desk.say(`/campaign ${typed}`)
      const list = desk.message(PRIVATE, place === 'Things' ? /Overdue|Today|This week/ : title)
      await list.getByText(new RegExp(`^${place} 1 to`)).waitFor()
      await button(list, 'Next').click()
      await list.getByText(new RegExp(`^${place} [12]1 to`)).waitFor()
      await button(list, 'Previous').click()
      await list.getByText(new RegExp(`^${place} 1 to`)).waitFor()
    }
    await desk.say('/campaign')
    const waits = desk.message(PRIVATE, /Overdue|Today|This week/)
    await button(waits, 'Blocked…').first().click()
    await cancel(desk.modal('Blocked'))
    const place = (await waits.getByText(/^Things 1 to/).textContent()) ?? ''
    await button(waits, 'Mark done').first().click()
    await waits.getByText(place, { exact: true }).waitFor({ state: 'detached' })
  })

  test('turn the pages of a digest of many campaigns', async () => {
    const { act, until } = office().open
    const type = (as: string, text: string) => act(as, { kind: 'command', channel: 'C0DATA', text })
    for (let n = 1; n <= PORTFOLIO_PAGE; n += 1) {
      await type('U0TOM', `new Sale ${n} key:sale${n} template:sale`)
      await type('U0TOM', `task sale${n} 1 done Counted`)
      await type('U0TOM', `submit sale${n}`)
      await type('U0RAJ', `approve sale${n}`)
      await type('U0TOM', `launch sale${n}`)
      const asked = (state: State) => newest(state, `Launch *Sale ${n}*`)
      const question = asked(await until('U0TOM', (state) => asked(state) !== undefined))
      if (question) await act('U0TOM', clickOn(question, 'Launch'))
    }
    const live = /^\*Sale \d+\*.*\*live\*/
    await until('U0TOM', ({ conversations: { C0DATA = [] } }) => {
      return C0DATA.filter(({ text }) => live.test(text)).length === PORTFOLIO_PAGE
    })
    const desk = await office().desk('/?as=U0TOM&in=C0DATA')
    await desk.say('/campaign digest all now')
    const last = `${PORTFOLIO_PAGE + 1} campaigns`
    await button(desk.message(last), 'Next').click()
    const rest = desk.message(PRIVATE, last)
    await button(rest, 'Previous').click()
    await button(rest, 'Next').waitFor()
  })

  test('ask before a typed launch', async () => {
    const { act } = office().open
    const type = (as: string, text: string) => act(as, { kind: 'command', channel: 'C0DATA', text })
    await type('U0TOM', 'new Last sale key:last template:sale')
    await type('U0TOM', 'task last 1 done Counted')
    await type('U0TOM', 'submit last')
    await type('U0RAJ', 'approve last')
    const desk = await office().desk('/?as=U0TOM&in=C0DATA')
    await desk.say('/campaign launch last')
    await button(desk.message(PRIVATE, 'Last sale', 'now?'), 'Not now').click()
    await desk.message(PRIVATE, 'Not launched.').waitFor()
    await desk.say('/campaign launch last')
    await button(desk.message(PRIVATE, 'Last sale', 'now?'), 'Launch').click()
    await desk.message(PRIVATE, 'Last sale is launching').waitFor()
  })

  test('lead on from Home and from help', async () => {
    const desk = await office().desk('/?as=U0TOM&in=D0TOM')
    await button(desk.page.locator('main'), 'Home').first().click()
    for (const [name, title] of [
      ['New…', 'New campaign'],
      ['All', 'Stairway'],
      ['Growth', 'Stairway'],
      ['Help: commands', 'Stairway'],
    ] as const) {
      await desk.page
        .getByRole('button', { name: new RegExp(`^${name}`) })
        .first()
        .click()
      await cancel(desk.modal(title))
    }
    await desk.go('growth')
    await desk.say('/campaign help')
    const help = desk.message(PRIVATE, 'alone shows')
    await button(help, 'All commands').click()
    await desk.message(PRIVATE, 'Lists the commands, or shows the forms').waitFor()
    await desk.say('/campaign help') // what was pressed took its place
    await button(help, 'My work').click()
    await desk.message(PRIVATE, /waits? on you/).waitFor()
  })

  /** Of messages that come only when something fails, is late, or is declared: conversations press them. */
  const ELSEWHERE = [
    ...['task.done_with', 'digest.now', 'portfolio.now', 'waiting.mute'],
    ...['task.ask', 'campaign.ask_checks', 'check.address', 'check.revoke'],
    ...['campaign.points', 'campaign.set_time', 'request.approve_launch', 'request.break_glass'],
    ...['campaign.rehearse', 'rehearsal.requests', 'delegation.open', 'delegation.end', 'launch.despite'],
    ...['step.anew', 'step.arrived', 'step.skip', 'step.undo', 'step.undo_again'],
    ...['step.taken_back', 'step.not_taken_back', 'step.go_on', 'step.go_on_despite'],
  ]

  test('were all clicked here', () => {
    const all = [...ALL_BUTTONS, ...HELP_BUTTONS].map(({ actionId }) => actionId)
    expect([...office().clicked].sort()).toEqual(all.filter((id) => !ELSEWHERE.includes(id)).sort())
  })

  async function prepare(): Promise<void> {
    const { say } = office().open
    await say('U0ANA', 'new Flash sale template:quick-email key:flash')
    for (const line of BRIEF) expect((await say('U0ANA', `brief flash ${line}`)).text).toContain('Changed')
    await say('U0ANA', 'task flash 1 done Tried both links')
  }
})

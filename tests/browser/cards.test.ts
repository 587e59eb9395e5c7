import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { STORY_YAML } from '../../sandbox/story/yaml.ts'
import { ALL_BUTTONS } from '../../src/slack/clicks/index.ts'
import { SECRET } from '../support/stand.ts'
import { type Receiver, startReceiver } from '../targets/receiver.ts'
import { type Desk, inBrowser, PRIVATE, useOffice } from './desk.ts'

const ANA = '/?as=U0ANA&in=C0GROWTH'
const MEI = '/?as=U0MEI&in=D0MEI'
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
    await writeFile(join(folder, '.stairway', 'stairway.yaml'), STORY_YAML + FLAKY)
    await writeFile(join(folder, '.env'), `FLAKY_URL=${tool.target.url}\nFLAKY_SECRET=${SECRET}\n`)
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
    await results.getByText(/Purchase is better in/).waitFor()
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

  test('change tasks where they are listed', async () => {
    const desk = await office().desk(ANA)
    await button(desk.card('Onboarding checklist'), 'Tasks').click()
    const tasks = desk.message(PRIVATE, 'Onboarding checklist', 'required tasks are done')
    await tasks.getByText('2 of 10 required').waitFor()
    await button(tasks, 'Start').first().click()
    await tasks.getByText('◐ 5 Events verified').waitFor()
    await button(tasks, 'Mark done: Power check at eligible traffic, horizon in whole weeks').click()
    await tasks.getByText('3 of 10 required').waitFor()
    await button(tasks, 'Blocked…').first().click()
    await cancel(desk.modal('Blocked'))
    await button(tasks, 'Next').click()
    await tasks.getByText('Tasks 11 to 12 of 12').waitFor()
    await button(tasks, 'Previous').click()
    await tasks.getByText('Tasks 1 to 10 of 12').waitFor()
    await desk.card('Onboarding checklist').getByText('3 of 10 required').waitFor()
  })

  test('take a digest’s suggestions up, or not', async () => {
    const desk = await office().desk(ANA)
    await desk.become('Tom')
    const digest = desk.message('push, day 14 of 14')
    await button(digest, /^Ask Mei/)
      .first()
      .click()
    await digest.getByText('Asked as push-1').waitFor()
    await button(digest, /^Not needed/)
      .first()
      .click()
    await button(digest, /^Not needed/).waitFor({ state: 'detached' })
    await button(digest, 'Ask something else…').click()
    await cancel(desk.modal('Ask'))
    await desk.become('Mei')
    await desk.go('Stairway')
    await button(desk.message('Tom asks about', 'Which people drive Unsubscribe'), 'Answer…').click()
    await cancel(desk.modal('Answer'))
  })

  test('carry a campaign from submission to its end', async () => {
    const ana = await office().desk(ANA)
    const mei = await office().desk(MEI)
    await prepare()
    const card = ana.card('Flash sale')
    await button(card, 'Submit').click()
    await button(ana.message(PRIVATE, 'How far do you expect purchase'), 'Predict…').click()
    await cancel(ana.modal('Predict'))
    const request = mei.message('asks you to approve Flash sale')
    await button(request, 'Details').click()
    await mei.message(PRIVATE, 'Flash sale').waitFor()
    await button(request, 'See them').click()
    await mei.message(PRIVATE, 'would run 2 steps').waitFor()
    await button(request, 'Decline…').click()
    await cancel(mei.modal('Decline'))
    await button(request, 'Approve').click()

    tool.replyWith({ status: 400 })
    await answer(ana, button(card, 'Launch'), 'Launch flash now?', 'Not now')
    await stage(card, 'approved').waitFor()
    await answer(ana, button(card, 'Launch'), 'Launch flash now?', 'Launch')
    await stage(card, 'launching').waitFor()
    await card.getByRole('button', { name: /\d repl/ }).click()
    const thread = ana.page.getByRole('region', { name: 'Thread' })
    const failed = thread.getByRole('article').filter({ hasText: 'holds at step 1' })
    await button(failed, 'Send again').click()
    await thread.getByText('It was sent again and went through').waitFor()
    expect(tool.requests.length).toBe(2)

    await ana.go('Stairway')
    const step = ana.message('step 2 of 2 of Flash sale')
    await answer(ana, button(step, 'Confirm step 2 of flash is done'), 'Is step 2 done?', "Confirm it's done")
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
  })

  test('were all clicked here', () => {
    const all = ALL_BUTTONS.map(({ actionId }) => actionId)
    expect([...office().clicked].sort()).toEqual(all.sort())
  })

  async function prepare(): Promise<void> {
    const { say } = office().open
    await say('U0ANA', 'new Flash sale template:quick-email key:flash')
    for (const line of BRIEF) expect((await say('U0ANA', `brief flash ${line}`)).text).toContain('Changed')
    await say('U0ANA', 'task flash 1 done Tried both links')
  }
})

/** By the words on it: what it is read as begins with them. */
const button = (within: Locator, name: string | RegExp) => within.getByRole('button', { name })

const stage = (card: Locator, name: string) => card.locator('strong').getByText(name, { exact: true })

async function cancel(modal: Locator): Promise<void> {
  await modal.waitFor()
  await modal
    .getByRole('button', { name: /^(Cancel|Close)$/ })
    .last()
    .click()
  await modal.waitFor({ state: 'detached' })
}

async function answer({ modal }: Desk, asking: Locator, question: string, name: string): Promise<void> {
  await asking.click()
  await modal(question).getByRole('button', { name, exact: true }).click()
  await modal(question).waitFor({ state: 'detached' })
}

import { describe, expect, test } from 'vitest'
import type { Message } from '../../sandbox/workspace/types.ts'
import { watchKind } from '../../src/jobs/kinds/watch.ts'
import { runSchedules } from '../../src/jobs/schedules.ts'
import { counted } from '../targets/counted.ts'
import { digests, mailed, NOTHING, sent } from './measured.ts'
import { buttons, channel, posted, refused, refusedClick } from './seen.ts'
import {
  ANA,
  DAY,
  HOUR,
  MEI,
  MINUTE,
  type Planned,
  press,
  RAJ,
  readAloud,
  type Story,
  submitted,
  TOM,
  tell,
  typed,
} from './story.ts'

const GUARDED: Planned = { brief: ['guardrails unsubscribe 0.2 points'] }
const STOPPING: Planned = { brief: ['guardrails unsubscribe 0.2 points, stop on harm'] }
const NEVER = new AbortController().signal
const ALARM = 'higher in mail; 0.2 was allowed.'

/** A live campaign of 5 000 people an arm, of whom so many leave in the mailed one. */
async function harmed(story: Story, left: number, planned = GUARDED): Promise<void> {
  await mailed(story, { control: 500, mail: 540 }, { ...planned, people: 5_000 })
  await leave(story, left)
}

async function leave({ shop, now }: Story, left: number): Promise<void> {
  await shop.act('unsubscribe', 'control', 10, now())
  await shop.act('unsubscribe', 'mail', left, now())
}

/** Every alarm that anybody was sent: in the channel, and to each person. */
async function alarms(story: Story): Promise<string[]> {
  const told = async (who: string) => (await story.slack.dms(who)).filter(isAlarm).map(() => who)
  const people = await Promise.all([ANA, TOM, RAJ, MEI].map(told))
  return [...(await channel(story)).filter(isAlarm).map(() => 'channel'), ...people.flat()]
}

const isAlarm = ({ text }: Message) =>
  /^(\*Stopped by Stairway\.\* )?\*Unsubscribe is [^*]* higher in mail; 0\.2 was allowed\.\*/.test(text)

/** The one alarm of the channel, with its thread. */
async function inChannel({ slack }: Story): Promise<Message> {
  const [alarm, ...more] = (await slack.messages('C0GROWTH')).filter(isAlarm)
  if (!alarm || more.length > 0) throw new Error('There is not one alarm')
  return alarm
}

describe('a guardrail beyond its margin', () => {
  test('is told within the hour, to the channel, the owner and those who approved it, once', async () => {
    const story = await tell()
    await harmed(story, 60)
    await story.pass(HOUR)
    expect(await alarms(story)).toEqual(['channel', ANA, TOM, RAJ])
    const alarm = await story.dm(ANA, ALARM)
    expect(readAloud(alarm)).toMatch(
      /^\*Unsubscribe is 1 point higher in mail; 0\.2 was allowed\.\*\n\*Spring win-back\* {2}`winback`, day 1\n/,
    )
    const [evidence, ...more] = (await inChannel(story)).replies.map(readAloud)
    expect(more).toEqual([])
    expect(evidence).toMatch(
      /^unsubscribe, at most 0\.2 points worse: control 0\.200\s% \(n 5\u202f000\) · mail 1\.200\s% \(n 5\u202f000\): \+1\.000 points, 95 % \+0\.494 … \+1\.643 points, at any number of looks/,
    )
    expect(readAloud(alarm)).toMatch(/It goes on until somebody stops it\.[\s\S]*Found by the hourly check/)
    expect(buttons(alarm)).toEqual(['Stop', 'Details'])
    for (let hour = 0; hour < 5; hour += 1) await story.pass(HOUR)
    expect(await alarms(story)).toHaveLength(4)
    expect(readAloud(await story.card('winback'))).toMatch(
      /\*Harm\* {2}Unsubscribe is 1 point higher in mail; 0\.2 was allowed, found by the hourly check/,
    )
  })

  test('not where the margin lies inside the interval, nor before it is live', async () => {
    const story = await tell()
    await harmed(story, 22)
    await story.pass(HOUR)
    expect(await alarms(story)).toEqual([])
    await leave(story, 60)
    await story.pass(HOUR)
    expect(await alarms(story)).toHaveLength(4)
  })

  test('the digest names it afterwards, and says stop no more where its data were taken back', async () => {
    const story = await tell()
    await harmed(story, 60)
    await typed(story, ANA, ['digest winback daily 09:00 Europe/Berlin quiet'])
    await story.pass(HOUR)
    await story.shop.run("delete from events where what = 'unsubscribe'")
    await sent(story, 10)
    await story.pass(DAY - HOUR)
    const { replies, ...digest } = (await digests(story)).at(-1) ?? { ...NOTHING, replies: [] }
    expect([digest, ...replies].map(readAloud).join('\n')).not.toMatch(/Stop mail/)
    expect(replies.map(readAloud).join('\n')).toMatch(
      /\*Harm\* {2}Unsubscribe is 1 point higher in mail; 0\.2 was allowed, found by the hourly check, <!date/,
    )
    expect(await alarms(story)).toHaveLength(4)
  })

  test('seen by the watch and a digest at once is told once', async () => {
    const story = await tell()
    await harmed(story, 20)
    await story.pass(MINUTE)
    await leave(story, 60)
    await typed(story, ANA, ['digest winback now'])
    story.clock.at += HOUR
    await Promise.all([1, 2].map(() => runSchedules(story.stairway.deps)))
    await story.settle()
    expect(await digests(story)).toHaveLength(1)
    expect(await alarms(story)).toEqual(['channel', ANA, TOM, RAJ])
    expect((await story.say(ANA, 'history winback')).text.match(/found harm/g)).toHaveLength(1)
  })

  test('a mute holds the digests, never the alarm; a kill between commit and post loses none and doubles none', async () => {
    let story = await tell()
    await harmed(story, 20)
    await typed(story, ANA, ['digest winback daily 09:00 Europe/Berlin', 'digest winback mute +5d'])
    await story.settle()
    await leave(story, 60)
    story.clock.at += HOUR
    const { deps, warehouses, db } = story.stairway
    const { id: campaignId } = await db('campaigns').first('id')
    await runSchedules(deps)
    const [now, since] = [deps.now(), deps.now()]
    const context = { attempt: 1, maxAttempts: 5, now, since, correlationId: 'x', signal: NEVER }
    await watchKind({ ...deps, warehouses }).run({ teamId: 'T0STAIR', campaignId }, context)
    story = await story.restart() // what was found is committed, nothing is posted, and the job is not marked as done
    await story.pass(MINUTE)
    expect([...(await alarms(story))].sort()).toEqual([ANA, RAJ, TOM, 'channel'].sort())
    await story.pass(DAY)
    expect(await digests(story)).toHaveLength(0)
  })

  test('Stop, on any copy of it: the copies say so, and the second one is told who was first', async () => {
    const story = await tell()
    await harmed(story, 60)
    await story.pass(HOUR)
    const mine = await story.dm(TOM, ALARM)
    await press(story, TOM, mine, 'Stop')
    expect(readAloud(await story.card('winback'))).toContain('*stopped*')
    expect(buttons(await story.dm(ANA, ALARM))).toEqual(['Details', 'Conclude…'])
    expect(await refusedClick(story, ANA, mine, 'Stop')).toContain('winback is stopped')
  })

  test('a campaign that is concluded meanwhile goes on nowhere: every copy says so', async () => {
    const story = await tell()
    await harmed(story, 60)
    await story.pass(HOUR)
    await typed(story, ANA, ['conclude winback unclear bad Too many left'])
    await story.settle()
    const alarm = await story.dm(TOM, ALARM)
    expect(readAloud(alarm)).toContain('The campaign is concluded.')
    expect(buttons(alarm)).toEqual(['Details'])
  })

  test('watching asks for guardrails alone, and spends nothing of what a win may be found with', async () => {
    const story = await tell()
    await harmed(story, 12)
    for (let hour = 0; hour < 8; hour += 1) await story.pass(HOUR)
    expect(await story.stairway.db('digests')).toEqual([])
    await story.shop.run("update events set value = 'a lot' where what = 'purchase'")
    await story.pass(HOUR)
    expect((await story.slack.dms(RAJ)).filter(({ text }) => text.includes('could not be watched'))).toEqual(
      [],
    )
  })

  test('a watch that can’t see says so, once a day', async () => {
    const story = await tell()
    await harmed(story, 12)
    await story.shop.run('alter table exposures rename to moved')
    for (let hour = 0; hour < 4; hour += 1) await story.pass(HOUR)
    const said = (await story.slack.dms(RAJ)).filter(({ text }) => text.includes('could not be watched'))
    expect(said).toHaveLength(1)
    expect(said[0]?.text).toContain('Exposure query "mailed" failed')
  })
})

describe('stop on harm', () => {
  test('is part of what is approved, and the approval says so', async () => {
    const story = await tell()
    await submitted(story, STOPPING)
    expect(readAloud(await story.dm(TOM, 'asks you to approve'))).toContain(
      'unsubscribe, at most 0.2 points worse, else it stops by itself',
    )
    await typed(story, ANA, ['brief winback guardrails unsubscribe 0.2 points'])
    await story.settle()
    expect(await refused(story, TOM, 'approve winback')).toContain('changed after it was submitted')
  })

  test('stops by itself and shows the evidence; nobody resumes it, and what has gone out is said to have gone', async () => {
    const story = await tell()
    await harmed(story, 60, STOPPING)
    await typed(story, ANA, ['digest winback daily 09:00 Europe/Berlin'])
    const calls = story.receiver.requests.length
    await story.pass(HOUR)
    const alarm = readAloud(await story.dm(ANA, ALARM))
    expect(alarm).toMatch(
      /^\*Stopped by Stairway\.\* \*Unsubscribe is 1 point higher in mail; 0\.2 was allowed\.\*/,
    )
    expect((await inChannel(story)).replies.map(readAloud).join('\n')).toMatch(
      /mail 1\.200\s% \(n 5\u202f000\)/,
    )
    expect(alarm).toContain('its thread says of each step what came of it')
    expect(alarm).toContain('It can be concluded, not resumed.')
    expect(buttons(await story.dm(ANA, ALARM))).toEqual(['Details', 'Conclude…'])
    expect(readAloud(await story.card('winback'))).toContain('*stopped*')
    const stopped = readAloud(await posted(story, 'is stopped, by Stairway'))
    expect(stopped).toContain('"stop on harm"')
    expect(stopped).toContain("Can't be taken back: step 1, Start the send, has gone")
    expect(await refused(story, ANA, 'resume winback it was a slip')).toContain('winback is stopped')
    expect(story.receiver.requests).toHaveLength(calls)
    await story.pass(2 * DAY)
    expect(await digests(story)).toHaveLength(0)
  })

  test('takes back what can be', async () => {
    const tool = counted()
    const story = await tell({ targets: new Map([['sender', tool]]) })
    await harmed(story, 60, STOPPING)
    await story.pass(HOUR)
    expect(readAloud(await story.card('winback'))).toContain('*stopped*')
    expect([tool.effects, tool.undone]).toEqual([['Start the send'], ['Start the send']])
    expect(readAloud(await posted(story, 'is stopped, by Stairway'))).toContain(
      'Taken back: step 1, Start the send: it is off',
    )
  })

  test('though two testers are in an arm that nobody planned: they are named and left out', async () => {
    const story = await tell()
    await harmed(story, 60, STOPPING)
    await story.shop.expose('qa_test', 2, story.now())
    await story.pass(HOUR)
    expect(readAloud(await story.card('winback'))).toContain('*stopped*')
    expect((await story.say(ANA, 'results winback')).text).toContain('not planned and left out: "qa_test" 2')
  })

  test('not where many are in such an arm: harm is told all the same, and who watches hears why', async () => {
    const story = await tell()
    await harmed(story, 60, STOPPING)
    await story.shop.expose('qa_test', 200, story.now())
    await story.pass(HOUR)
    expect(await alarms(story)).toHaveLength(4)
    expect(readAloud(await story.card('winback'))).toContain('*live*')
    const [told] = (await story.slack.dms(RAJ)).filter(({ text }) => text.includes('could not be watched'))
    expect(told?.text).toMatch(/2\.0\s% of people are in arms that the brief does not plan: "qa_test" 200/)
  })

  test('not on data with a fault: it is told, and stops once the data can be read', async () => {
    const story = await tell()
    await harmed(story, 60, STOPPING)
    await story.shop.expose('mail', 900, story.now())
    await story.pass(HOUR)
    const alarm = readAloud(await story.dm(ANA, ALARM))
    expect(alarm).toContain('The split is off')
    expect(alarm).toContain('The data has a fault as well')
    expect(readAloud(await story.card('winback'))).toContain('*live*')
    await sent(story, 0)
    await story.shop.expose('control', 900, story.now())
    await story.pass(HOUR)
    expect(readAloud(await story.card('winback'))).toContain('*stopped*')
    expect(readAloud(await story.dm(ANA, 'Stopped by Stairway'))).toContain(ALARM)
  })
})

import { expect, test } from 'vitest'
import type { SlackClient } from '../../sandbox/workspace/client.ts'
import { slackClient } from '../../sandbox/workspace/http.ts'
import { team } from '../../sandbox/workspace/workspace.ts'
import { SIGNING_SECRET } from './stand.ts'
import { ANA, approved, PEOPLE, press, RAJ, readAloud, type Story, TOM, tell, typed } from './story.ts'
import { everyButton, everyCommand, everyForm, WORD, zebras } from './walk.ts'

/** The same people in another workspace, whose payloads carry another team. */
function elsewhere({ url, slack }: Story): SlackClient {
  for (const person of PEOPLE) slack.alter(person, { enterprise_user: { teams: ['T0OTHER', team.id] } })
  return slackClient({
    url: `${url}/slack/events`,
    signingSecret: SIGNING_SECRET,
    slack,
    teamId: 'T0OTHER',
  })
}

test('two workspaces in one database: the same key twice, and neither sees or touches the other', async () => {
  const story = await tell()
  const other = elsewhere(story)
  const say = async (user: string, text: string) =>
    (await (await other.command(user, '/campaign', text, { channel: 'C0DATA' })).answer()).text

  await approved(story)
  expect(await say(RAJ, 'show winback')).toMatch(/^There is no campaign "winback"/)
  expect(await say(RAJ, 'list all')).toMatch(/^All campaigns: none/)
  expect(await say(RAJ, '')).toMatch(/^Nothing waits on you\./)

  expect(await say(RAJ, 'new Summer sale key:winback template:short')).toMatch(
    /^\*Summer sale\* is set up as `winback`/,
  )
  await say(RAJ, 'ask winback Who buys in summer? <@U0TOM|tom>')
  await story.settle()
  expect((await story.say(ANA, 'list all')).text).toMatch(/^All campaigns: 1\n\*Spring win-back\*/)
  expect((await story.say(TOM, 'followups')).text).toMatch(/^Open follow-ups: none/)
  expect((await story.say(TOM, 'followups winback')).text).toMatch(/none\.$/)
  expect(await say(TOM, 'followups mine')).toContain('Who buys in summer?')
  expect(await say(RAJ, 'cancel winback too late for summer')).toMatch(/^\*Summer sale\* is cancelled/)

  await typed(story, ANA, ['launch winback'])
  await story.settle()
  expect(readAloud(await story.card('winback'))).toContain('*live*')
  expect(story.receiver.requests[0]?.id).toContain('T0STAIR')
  expect(await say(ANA, 'history winback')).not.toContain('launched')
})

test('a button of one workspace does nothing when it is clicked from the other', async () => {
  const story = await tell()
  await approved(story)
  const card = await story.card('winback')
  const stolen = await elsewhere(story).clickButton(ANA, card, 'Launch')
  expect((await stolen.answer()).text).toMatch(/^There is no such campaign in this workspace\./)
  await story.settle()
  expect(story.receiver.requests).toHaveLength(0)
  await press(story, ANA, card, 'Launch')
  expect(story.receiver.requests).toHaveLength(1)
})

test('whatever is pressed, submitted or typed with the ids of another workspace, no word of it is seen', async () => {
  const story = await tell()
  const other = elsewhere(story)
  await zebras(story)
  const history = await story.say(ANA, 'history winback')
  const from = { team: { id: 'T0OTHER' }, user: { id: RAJ, team_id: 'T0OTHER' } }
  const said = [
    ...(await everyButton(story, other, RAJ)),
    ...(await everyForm(story, RAJ, from)),
    ...(await everyCommand(other, RAJ)),
  ]
  expect(said.filter(([, answer]) => WORD.test(answer))).toEqual([])
  expect(story.slack.views).toEqual([])
  await story.settle()
  expect((await story.say(ANA, 'history winback')).text).toBe(history.text)
})

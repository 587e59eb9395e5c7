import { expect, test } from 'vitest'
import { slackClient } from '../../sandbox/workspace/http.ts'
import { team } from '../../sandbox/workspace/workspace.ts'
import { ANA, readAloud, SIGNING_SECRET, type Story, tell, typed, ZOE } from './story.ts'
import { everyButton, everyCommand, everyForm, WORD, zebras } from './walk.ts'

const REFUSED = /^That is for members of this workspace, and for those whom a campaign names\./

/** People of another company, in a channel that both share. */
const fromOutside = ({ url, slack }: Story) =>
  slackClient({ url: `${url}/slack/events`, signingSecret: SIGNING_SECRET, slack, userTeamId: 'T0ELSE' })

const answers = (said: readonly (readonly [string, string])[]) => said.map(([, answer]) => answer)

test('who is of another company sees no word of any campaign, whatever they press, submit or type', async () => {
  const story = await tell()
  await zebras(story)
  story.slack.alter(ZOE, { team_id: 'T0ELSE' })
  const outside = fromOutside(story)
  const history = await story.say(ANA, 'history winback')
  const pressed = await everyButton(story, outside, ZOE)
  const submitted = await everyForm(story, ZOE, { user: { id: ZOE, team_id: 'T0ELSE' } })
  const commanded = await everyCommand(outside, ZOE)
  const seen = answers([...pressed, ...submitted, ...commanded]).filter((answer) => WORD.test(answer))
  expect(seen).toEqual([])
  expect(story.slack.views).toEqual([])
  await story.settle()
  expect((await story.say(ANA, 'history winback')).text).toBe(history.text)
  expect((await story.slack.dms(ZOE)).map(readAloud)).toEqual([])
})

test.each(['Tasks', 'Brief', 'History', 'Results'])(
  'the payload alone decides on a click on %s, before anybody is looked up',
  async (label) => {
    const story = await tell()
    await zebras(story)
    const said = await fromOutside(story).clickButton(ZOE, await story.card('winback'), label)
    expect((await said.answer()).text).toMatch(REFUSED)
    expect(story.slack.ephemerals(ZOE)).toHaveLength(1)
  },
)

test.each([
  ['a guest of several channels', { is_restricted: true }],
  ['a guest of one channel', { is_ultra_restricted: true }],
  ['a stranger', { is_stranger: true }],
  ['somebody of another workspace', { team_id: 'T0ELSE' }],
])(
  '%s types commands: what spans the workspace is refused, what is their own is theirs',
  async (_, account) => {
    const story = await tell()
    await zebras(story)
    story.slack.alter(ZOE, account)
    const refused = [
      'show winback',
      'show nothing-of-the-kind',
      'stop nothing-of-the-kind why',
      'results winback',
      'results winback sql',
      'list all',
      'followups',
      'learnings',
    ]
    for (const text of [...refused, 'growth', 'growth send', 'digest all', 'new Mine', 'answer winback-1 So'])
      expect((await story.say(ZOE, text)).text, text).toMatch(REFUSED)
    expect((await story.say(ZOE, 'list mine')).text).toMatch(/^My campaigns: none/)
    expect((await story.say(ZOE, '')).text).toMatch(/^Nothing waits on you\./)
  },
)

test('a guest who is named sees that campaign and does what is theirs, no other’s', async () => {
  const story = await tell()
  await zebras(story)
  story.slack.alter(ZOE, { is_restricted: true })
  await typed(story, ANA, [
    'ask winback Who reads to them? <@U0ZOE|zoe>',
    'new Other key:other template:short',
  ])
  expect((await story.say(ZOE, 'show winback')).text).toMatch(WORD)
  expect((await story.say(ZOE, 'show other')).text).toMatch(REFUSED)
  expect((await story.say(ZOE, 'answer winback-1 So')).text).toMatch(/^Only Ana or Raj and members of/)
  await typed(story, ZOE, ['answer winback-3 Nobody'])
  expect((await story.say(ZOE, 'stop winback enough')).text).toMatch(/^Only /)
})

test('who is of a declared team is one of the workspace, wherever they are from', async () => {
  const story = await tell()
  await zebras(story)
  story.slack.alter('U0MEI', { is_restricted: true })
  expect((await story.say('U0MEI', 'list all')).text).toMatch(WORD)
})

test('people of other workspaces of the same company are colleagues', async () => {
  const story = await tell()
  await zebras(story)
  const account = { team_id: 'T0SISTER', enterprise_user: { enterprise_id: 'E0US', teams: ['T0SISTER'] } }
  story.slack.alter(ZOE, account)
  const { url, slack } = story
  const at = { url: `${url}/slack/events`, signingSecret: SIGNING_SECRET, slack, teamId: team.id }
  const sister = slackClient({ ...at, userTeamId: 'T0SISTER', enterpriseId: 'E0US' })
  const other = slackClient({ ...at, userTeamId: 'T0SISTER', enterpriseId: 'E0THEM' })
  const card = await story.card('winback')
  expect((await (await sister.clickButton(ZOE, card, 'Tasks')).answer()).text).toMatch(WORD)
  expect((await (await other.clickButton(ZOE, card, 'Tasks')).answer()).text).toMatch(REFUSED)
})

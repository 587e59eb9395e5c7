import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { runReadout } from '../../src/terminal/readout.ts'
import { mailed } from '../conversations/measured.ts'
import { shopYaml } from '../conversations/shop.ts'
import { ANA, HOUR, type Story, tell, typed } from '../conversations/story.ts'

async function run(story: Story, args: readonly string[]) {
  const file = join(dirname(story.shop.file), 'stairway.yaml')
  await writeFile(file, shopYaml(story.shop))
  const said: string[] = []
  const code = await runReadout(args, {
    env: { DATABASE_URL: story.databaseUrl, STAIRWAY_CONFIG: file },
    now: story.now,
    stdin: async () => '',
    out: (words) => void said.push(words),
    err: (words) => void said.push(words),
  })
  return { code, said: said.join('\n') }
}

test('a campaign is read out from its queries, as /campaign results reads it, and spends nothing', async () => {
  const story = await tell()
  await mailed(story, { control: 100, mail: 180 })
  await typed(story, ANA, ['digest winback now'])
  await story.pass(12 * HOUR)
  const { code, said } = await run(story, ['--campaign', 'winback'])
  expect([code, said]).toEqual([
    0,
    expect.stringMatching(
      /^Keep running\. Too early: nothing is decided before day 7, unless it does harm\./,
    ),
  ])
  expect(said).toMatch(
    /mail {5}18\.00 % \(180 of 1\u202f000\) {2}\+80\.0 % \(\+3\.8 … \+214\.4 %; this look alone 95 % .*; unclear$/m,
  )
  const looks = await story.stairway.db('digests').whereNotNull('readout').select('readout')
  expect(looks).toHaveLength(1)
  const { fractions } = JSON.parse(looks[0].readout)
  const json = JSON.parse((await run(story, ['--campaign', 'winback', '--json'])).said)
  expect(json).toMatchObject({ fractions, day: 1 })
})

test('one that is not there is refused, and a query that fails is named', async () => {
  const story = await tell()
  await mailed(story, { control: 100, mail: 120 })
  expect(await run(story, ['--campaign', 'nothing'])).toEqual({
    code: 2,
    said: 'There is no campaign nothing.',
  })
  expect(await run(story, ['--campaign', 'winback', '--team', 'T0OTHER'])).toEqual({
    code: 2,
    said: 'There is no campaign winback in T0OTHER.',
  })
  await story.shop.run('alter table exposures rename to moved')
  const { code, said } = await run(story, ['--campaign', 'winback'])
  expect([code, said]).toEqual([2, expect.stringMatching(/^Nothing can be read out: .*mailed/)])
})

import { readTold, type Told, textOf, writeTold } from '../sandbox/story/told.ts'
import { tellAnew } from '../tests/sandbox/tell.ts'

/** `npm run story`: tells the story of the local workspace anew and writes its snapshot, whatever stood there. */
async function main(): Promise<void> {
  const told = await tellAnew()
  const before = await readTold().then(linesOf, () => new Set<string>())
  await writeTold(told)
  const changed = [...linesOf(told)].filter((line) => !before.has(line))
  const rows = Object.values(told.tables).flat().length
  const { launches, messages, files } = told
  console.log(
    `${rows} rows, ${launches.length} launches, ${messages.length} messages, ${files.length} pictures; ${changed.length} lines are new`,
  )
}

function linesOf(told: Told): Set<string> {
  return new Set(textOf(told).split('\n'))
}

await main()

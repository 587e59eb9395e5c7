import { readFile } from 'node:fs/promises'

/** A stage of a Dockerfile: its instructions in their order. */
export interface ImageStage {
  readonly from: string
  readonly steps: readonly { readonly does: string; readonly words: string }[]
}

/** The stages of our image, read as far as we write them: no heredocs, lines broken by a backslash joined. */
export async function imageStages(): Promise<ImageStage[]> {
  const text = await readFile('deploy/Dockerfile', 'utf8')
  const lines = text.replace(/\\\n/g, ' ').split('\n')
  const stages: { from: string; steps: { does: string; words: string }[] }[] = []
  for (const line of lines) {
    const [, does = '', words = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
    if (does === 'FROM') stages.push({ from: words, steps: [] })
    else if (does !== '') stages.at(-1)?.steps.push({ does, words })
  }
  return stages
}

/** What the build context holds: the file lets in by name. */
export async function contextParts(): Promise<string[]> {
  const lines = (await readFile('deploy/Dockerfile.dockerignore', 'utf8')).split('\n')
  return lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
}

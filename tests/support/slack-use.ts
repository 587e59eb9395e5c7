import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WebClient } from '@slack/web-api'

/** What the text of a program asks of Slack. */
export interface SlackUse {
  /** Web API methods that are called, as `chat.postMessage`; sorted. */
  readonly methods: readonly string[]
  /** Names given to `app.event` and the like; sorted. */
  readonly events: readonly string[]
  /** What `app.command` routes: names, or patterns as they are written; any where a middleware takes them all. */
  readonly routed: readonly string[]
  /** Slash commands that people are told to type; sorted. */
  readonly typed: readonly string[]
  /** Callback ids given to `app.shortcut`; sorted. */
  readonly shortcuts: readonly string[]
}

const ROOT = new URL('../../', import.meta.url)

/** The TypeScript of these folders as one text. */
export async function sourceText(...folders: readonly string[]): Promise<string> {
  const paths = await Promise.all(folders.map(filesBelow))
  return (await Promise.all(paths.flat().map(read))).join('\n')
}

async function filesBelow(folder: string): Promise<string[]> {
  const names = await readdir(new URL(folder, ROOT), { recursive: true })
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name))
}

/** A file of the repository. */
export function read(path: string): Promise<string> {
  return readFile(new URL(path, ROOT), 'utf8')
}

/** What a program asks of Slack, comments left out. Listeners are found by their literal names. */
export function slackUse(program: string): SlackUse {
  const text = withoutComments(program)
  const named = (listener: string) =>
    found(text, new RegExp(`\\.${listener}\\(\\s*(['"])([^'"\\n]+)\\1`, 'g'), 2)
  return {
    methods: [...new Set(found(text, CALLS, 0).map((call) => call.replace(/[\s?]/g, '')))].sort(),
    events: [...new Set([...named('event'), ...(/\.message\(/.test(text) ? ['message'] : [])])].sort(),
    routed: [
      ...found(text, /\.command\(\s*('[^'\n]+'|"[^"\n]+"|\/(?:\\.|[^/\n])+\/)/g, 1),
      ...(/\.use\(async \(args\) => \{\s*if \(!\('command' in args\)\) return/.test(text) ? ['/.*/'] : []),
    ],
    typed: found(text, /(?<=[\s'"`])(\/[a-z]+) (?=\S)/g, 1),
    shortcuts: named('shortcut'),
  }
}

function found(text: string, pattern: RegExp, group: number): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[group] ?? ''))].sort()
}

// Strings come first, so that `//` inside one is no comment.
const STRING_OR_COMMENT =
  /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|(?<!\\)\/\/[^\n]*/g

function withoutComments(program: string): string {
  return program.replace(STRING_OR_COMMENT, (_, string: string | undefined) => string ?? ' ')
}

/** Every method of the client, longest first: `usergroups.users.list` ends as `users.list` does. */
const METHODS = methodsOf(new WebClient(), []).sort((a, b) => b.length - a.length)

/** `chat.postMessage` however its receiver is called and its lines are broken; also as a string. */
const CALLS = new RegExp(
  `(?<![\\w$])(?:${METHODS.map((method) => method.split('.').join('\\s*\\??\\.\\s*')).join('|')})(?![\\w$])`,
  'g',
)

function methodsOf(holder: object, path: readonly string[]): string[] {
  return Object.entries(holder).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'function') return path.length > 0 ? [[...path, name].join('.')] : []
    if (typeof value !== 'object' || value === null || path.length > 3) return []
    return methodsOf(value, [...path, name])
  })
}

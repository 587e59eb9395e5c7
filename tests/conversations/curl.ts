import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a pipeline gets that calls `curl` with these arguments. */
export interface Curled {
  readonly status: number
  readonly said: unknown
}

/** The real program, as a pipeline runs it. */
export async function curl(...args: readonly string[]): Promise<Curled> {
  const { stdout } = await run('curl', ['-sS', '-w', '\n%{http_code}', ...args])
  const lines = stdout.trimEnd().split('\n')
  const body = lines.slice(0, -1).join('\n').trim()
  return { status: Number(lines.at(-1)), said: body === '' ? null : JSON.parse(body) }
}

/** A line of the shell, as a page of ours shows it; its exit code and what it printed. */
export async function shell(line: string, env: Readonly<Record<string, string>>, cwd: string) {
  const { PATH = '' } = process.env
  const done = run('bash', ['-c', line], { env: { PATH, ...env }, cwd })
  return done.then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
  )
}

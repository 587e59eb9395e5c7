import { duration, endpoint, held } from '../config/fields.ts'

/** Fields of stairway.yaml that every vendor's entry has; `usual` is its base where nothing is said. */
export function apiFields(usual?: string, deadline: '1h' | '6h' = '1h') {
  return {
    base: usual === undefined ? endpoint : endpoint.default(usual),
    timeout: duration('s', 60, '10s').default(10),
    deadline: duration('min', 1_440, deadline).default(deadline === '1h' ? 60 : 360),
  }
}

/** A key that a header carries, held by a variable. */
export function apiKey(env: NodeJS.ProcessEnv, expected = 'an API key') {
  return held(env, expected, (value) => /^[\x21-\x7e]{1,4096}$/.test(value))
}

/** A base without the slash that its path begins with. */
export function baseOf(base: string): string {
  return base.replace(/\/+$/, '')
}

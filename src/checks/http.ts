import { type JsonValue, query } from 'jsonpath-rfc9535'
import { z } from 'zod'
import { byName, choice, duration, headerValue, map, targetUrl, text } from '../config/fields.ts'
import { type Kind, named } from '../config/kinds.ts'
import type { CheckAnswer } from '../domain/readiness/checks.ts'
import type { Check, Question } from './check.ts'
import { type Fetched, fetched, type Place } from './fetched.ts'
import { instantIn } from './instant.ts'
import { settled } from './settled.ts'
import { Unread } from './unread.ts'
import { judged, unreadable, type Wanted, wantedFields, wantedOf } from './wanted.ts'

const STATUS = 'a status of HTTP, from 200 to 599'

/** An address that answers with a status, and where that is not enough with a value in its JSON. */
export const http: Kind<Check> = {
  kind: 'http',
  entry: ({ env }) =>
    map({
      ...named('http'),
      url: targetUrl(env),
      headers: byName(headerValue(env)),
      status: z
        .number({ error: STATUS })
        .refine((status) => Number.isInteger(status) && status >= 200 && status <= 599, { error: STATUS })
        .default(200),
      value: text('a JSON path such as $.data.state', isPath).optional(),
      private: choice('allowed').optional(),
      timeout: duration('s', 60, '10s').default(10),
      ...wantedFields,
    }).transform((entry, context) => {
      const { kind, title, url, headers, status, value, timeout } = entry
      const wanted = value === undefined ? null : wantedOf(entry, context)
      const place: Place = {
        url,
        headers,
        private: entry.private === 'allowed',
        most: MOST,
        timeoutSeconds: timeout,
      }
      return {
        kind,
        title,
        opened: httpCheck(place, status, value !== undefined && wanted ? { path: value, wanted } : null),
      }
    }),
}

const MOST = 1_000_000

interface ValueWanted {
  readonly path: string
  readonly wanted: Wanted
}

function httpCheck(place: Place, status: number, value: ValueWanted | null): Check {
  const where = new URL(place.url).host
  return {
    ask: (about) =>
      settled(where, async () => answerOf(await fetched(place, about.signal), status, value, about)),
  }
}

function answerOf(
  answer: Fetched,
  status: number,
  value: ValueWanted | null,
  { now }: Question,
): Omit<CheckAnswer, 'where'> {
  const figure = `HTTP ${answer.status}`
  if (answer.status !== status)
    return { status: 'fail', figure, wanted: `HTTP ${status}`, at: now, words: null }
  if (!value) return { status: 'pass', figure, wanted: `HTTP ${status}`, at: now, words: null }
  return { ...judgedValue(found(answer.text, value.path), value.wanted, now), at: now }
}

function judgedValue(value: JsonValue | undefined, wanted: Wanted, now: Date) {
  if (value === undefined || value === null) return judged(wanted, null, now)
  if (typeof value === 'object') return unreadable(wanted, Array.isArray(value) ? 'a list' : 'a map')
  if (wanted.is !== 'fresher than') return judged(wanted, value, now)
  const at = instantIn(value)
  return at === null ? unreadable(wanted, String(value).slice(0, 60)) : judged(wanted, at, now)
}

/** Undefined where the path leads nowhere. Throws Unread where it leads to several values, or there is no JSON. */
function found(text: string, path: string): JsonValue | undefined {
  const values = query(jsonOf(text), path)
  if (values.length > 1) throw new Unread(`${path} leads to ${values.length} values, and one is wanted`)
  return values[0]
}

function jsonOf(text: string): JsonValue {
  try {
    return JSON.parse(text)
  } catch {
    throw new Unread('its answer is no JSON')
  }
}

function isPath(path: string): boolean {
  try {
    query({}, path)
    return true
  } catch {
    return false
  }
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Piece, peopleIn, piecesOf, token, withPeople } from '../../../src/domain/text/tokens.ts'
import { plain } from '../../../src/slack/rich.ts'
import { anyText } from '../../support/any-text.ts'

const NOON = new Date('2026-03-02T12:00:00Z')
const names = (id: string) => (id === 'URAJ' ? 'Raj' : id)

describe('words with tokens', () => {
  // What stands in databases already: these strings never change.
  test('are written as they always were', () => {
    expect([
      token.person('U1'),
      token.channel('C1'),
      token.time(NOON),
      token.time(7),
      token.bold('a {b}'),
    ]).toEqual(['{@U1}', '{#C1}', '{date:1772452800000}', '{date:7}', '{b:a (b)}'])
  })

  test.each<[string, Piece[]]>([
    ['', []],
    ['{@}{#c1}{date:x}{b:{}} `', [{ kind: 'text', text: '{@}{#c1}{date:x}{b:{}} `' }]],
    [
      '{b:Spring} by {@stairway}, `a {@U1}`',
      [
        { kind: 'bold', text: 'Spring' },
        { kind: 'text', text: ' by ' },
        { kind: 'person', id: 'stairway' },
        { kind: 'text', text: ', ' },
        { kind: 'code', text: 'a {@U1}' },
      ],
    ],
  ])('%j are read in pieces', (words, pieces) => expect(piecesOf(words)).toEqual(pieces))

  test('lose nothing between writer and reader, whatever stands around them', () => {
    const written = fc.oneof(
      fc
        .stringMatching(/^[UW][A-Z0-9]{1,10}$/)
        .map((id): [string, Piece] => [token.person(id), { kind: 'person', id }]),
      fc
        .stringMatching(/^[CG][A-Z0-9]{1,10}$/)
        .map((id): [string, Piece] => [token.channel(id), { kind: 'channel', id }]),
      fc.nat().map((ms): [string, Piece] => [token.time(ms), { kind: 'time', at: new Date(ms) }]),
      anyText.map((text): [string, Piece] => [
        token.bold(text),
        { kind: 'bold', text: text.replaceAll('{', '(').replaceAll('}', ')') },
      ]),
      // A brace or a backtick that somebody typed may begin what ends in a token.
      anyText.map((text): [string, Piece] => [
        `:${text.replace(/[`{}]/g, '')}:`,
        { kind: 'text', text: `:${text.replace(/[`{}]/g, '')}:` },
      ]),
    )
    fc.assert(
      fc.property(fc.array(written), (parts) => {
        const read = piecesOf(parts.map(([source]) => source).join(' '))
        expect(read.filter(({ kind }) => kind !== 'text')).toEqual(
          parts.map(([, piece]) => piece).filter(({ kind }) => kind !== 'text'),
        )
      }),
    )
  })

  test('name their people, in code too; Stairway is nobody to look up', () => {
    expect(peopleIn('{@U1}, `x {@W2}`, {@stairway} and U3')).toEqual(['U1', 'W2'])
    expect(withPeople('{@U1} `{@U2}` {@stairway}', (id) => (id === 'U1' ? '@Raj' : undefined))).toBe(
      '@Raj `{@U2}` {@stairway}',
    )
  })

  test('are plain where no markup is read', () => {
    expect(plain('{b:Spring} in {#C1}: {@URAJ}, {date:1772452800000}. `/campaign for {@URAJ}`', names)).toBe(
      'Spring in that channel: Raj, 2026-03-02 12:00 UTC. /campaign for Raj',
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bindDeclared, faultOf, SYNTAX } from '../../src/warehouse/declared.ts'

type Type = keyof typeof SYNTAX

const bound = (sql: string, type: Type) => bindDeclared(sql, SYNTAX[type], () => '<1>')
const all: readonly Type[] = ['postgres', 'sqlite', 'files']
const everywhere: readonly Type[] = [...all, 'bigquery', 'snowflake']

describe('bindDeclared', () => {
  it.each(everywhere)('binds :campaign wherever it is a placeholder (%s)', (type) => {
    expect(bound("select 1 where a=:campaign or b in (:campaign, 'x')", type)).toBe(
      "select 1 where a=<1> or b in (<1>, 'x')",
    )
  })

  it.each<[string, readonly Type[]]>([
    ["select ':campaign', 'it''s :other; ('", all],
    ['select ":campaign" from "a;"":b"', all],
    ["select 1 -- :campaign; it's ( :other", all],
    ["select 1 -- :other\n, 'x'", all],
    ["select /* :campaign ; ' ( */ 1", all],
    ['select a::campaign, b::text', ['postgres', 'files']],
    ['select make_interval(days := 1)', ['postgres', 'files']],
    ['select /* a /* :b */ :c */ 1', ['postgres', 'files']],
    ["select e'it\\'s :campaign;'", ['postgres', 'files']],
    ['select $$ :campaign; ( $$, $t$ $$ :x $t$', ['postgres', 'files']],
    ['select a ? b, a ?| c, a @> d, tags[1 : 2]', ['postgres']],
    ['select [:x] , `:y;`', ['sqlite']],
    ['select a$1, größe$x from t', all],
    ["select 'e' from e where e='\\'", ['sqlite']],
    ["select 1 # :other; it's", ['bigquery']],
    ["select \"it's :campaign;\", 'a\\'b;:x', r'\\', `a:b`", ['bigquery']],
    ['select """a "b" :c;""", \'\'\'it\'s :d\'\'\'', ['bigquery']],
    ['select payload:customer.id::string, x["a"]:b, $1', ['snowflake']],
    ["select 'it\\'s :x;', $$ :y; $$ // :z; it's", ['snowflake']],
  ])('leaves %s alone', (sql, types) => {
    for (const type of types) expect(bound(sql, type)).toBe(sql)
  })

  it.each<[string, string, readonly Type[]]>([
    ['select :other', 'placeholder :other;', all],
    ['select :campaigns', 'placeholder :campaigns;', all],
    ['select :Campaign', 'placeholder :Campaign;', all],
    ['select tags[1:n]', 'put a space after the colon', ['postgres', 'files']],
    ['select $1', 'placeholder $1;', all],
    ['select ?', 'placeholder ?;', ['sqlite', 'files']],
    ['select ?2', 'placeholder ?2;', ['sqlite', 'files']],
    ['select @x', 'placeholder @x;', ['sqlite']],
    ['select $x', 'placeholder $x;', ['sqlite', 'files']],
    ['select @x', 'placeholder @x;', ['bigquery']],
    ['select @@x', 'placeholder @@x;', ['bigquery']],
    ['select ?', 'placeholder ?;', ['bigquery', 'snowflake']],
    ['select :1', 'placeholder :1;', ['snowflake']],
    ["select 'a\\', :x", 'is not closed', ['bigquery', 'snowflake']],
    ['select 1; select 2', 'several statements', all],
    ['select 1; drop table t;', 'several statements', all],
    ['select 1;; :x', 'several statements', all],
    ['select 1) union (select 2', 'parentheses', all],
    ['select (1', 'parentheses', all],
    ["select 'a", "a quote (')", all],
    ['select "a', 'a quote (")', all],
    ['select 1 /* a', 'a comment is not closed', all],
    ['select 1 /* a /* b */', 'a comment is not closed', ['postgres', 'files']],
    ['/* a /* b */ :c */', 'placeholder :c', ['sqlite']],
    ["select 'a\\', :x, 'b'", 'placeholder :x', all],
  ])('refuses %s: %s', (sql, reason, types) => {
    for (const type of types) expect(faultOf(sql, type)).toContain(reason)
    expect(faultOf(sql, 'no type')).toBeUndefined()
  })

  it.each(['select 1;', 'select 1 ; \n', "select 1; -- that's all; really", 'select 1;;'])(
    'drops what ends %s',
    (sql) => {
      for (const type of all) expect(bound(sql, type).trim()).toBe('select 1')
    },
  )

  it('reads text again as it was written, whatever the values around it', () => {
    const harmless = fc.constantFrom(
      "'a:b;'",
      '"q:x"',
      ' -- :c\n',
      '/* :d */',
      ' x ',
      ' + ',
      '(1)',
      ', ',
      '::t',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(harmless, fc.constant(' :campaign ')), { maxLength: 20 }), (parts) => {
        const expected = parts.map((part) => (part === ' :campaign ' ? ' <1> ' : part)).join('')
        expect(bound(parts.join(''), 'postgres')).toBe(expected)
      }),
    )
  })

  it('lets no accepted text out of the parentheses around it', () => {
    const text = fc.string({ unit: fc.constantFrom(...'\'"$`[]();?/*-\\ aeE1\n'), maxLength: 30 })
    fc.assert(
      fc.property(text, fc.constantFrom(...everywhere), (sql, type) => {
        fc.pre(faultOf(sql, type) === undefined)
        expect(faultOf(`${sql}\n)`, type)).toBeDefined()
        expect(bound(sql, type)).toBe(sql.slice(0, bound(sql, type).length))
      }),
      { numRuns: 500 },
    )
  })
})

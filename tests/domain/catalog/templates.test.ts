import { describe, expect, it } from 'vitest'
import { BUILT_IN_TEMPLATES } from '../../../src/domain/catalog/templates.ts'

it('knows three templates, each with a name of its own', () => {
  expect(BUILT_IN_TEMPLATES.map((template) => template.name)).toEqual([
    'lifecycle-email',
    'in-product-experiment',
    'audience-sync',
  ])
})

describe.each(BUILT_IN_TEMPLATES)('$name', ({ tasks }) => {
  it('holds 8 to 12 tasks that fit a card, none of them twice', () => {
    expect(tasks.length).toBeGreaterThanOrEqual(8)
    expect(tasks.length).toBeLessThanOrEqual(12)
    expect(tasks.filter((task) => task.title.length > 60)).toEqual([])
    expect(new Set(tasks.map((task) => task.title.toLowerCase())).size).toBe(tasks.length)
  })

  it('gives both teams something to check before launch, in every step', () => {
    const required = tasks.filter((task) => task.required)
    expect(new Set(required.map((task) => task.team))).toEqual(new Set(['growth', 'data']))
    expect(new Set(required.map((task) => task.step))).toEqual(new Set(['collect', 'model', 'analyze']))
  })

  it('has everything due within the first week', () => {
    expect(tasks.filter((task) => !task.dueInDays || task.dueInDays > 7)).toEqual([])
  })
})

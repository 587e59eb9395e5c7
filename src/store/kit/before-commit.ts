import { AsyncResource } from 'node:async_hooks'
import type { Knex } from 'knex'

type Step = () => Promise<unknown>

const left = new WeakMap<Knex.Transaction, Map<string, Step>>()

/**
 * Leaves `step` to the end of the whole transaction (`inTransaction`), where it is done once a `key`, and of several
 * the newest: what follows from the state after all changes need not be written after each.
 */
export function beforeCommit(tx: Knex.Transaction, key: string, step: Step): void {
  const whole = outermost(tx)
  const steps = left.get(whole) ?? new Map<string, Step>()
  left.set(whole, steps.set(key, inContext(step)))
}

/**
 * `work` in the context of who calls this now, whenever it runs: what it logs and enqueues belongs to its own act. By
 * hand, since `AsyncResource.bind` also defines deprecated properties, which takes a hundred times as long.
 */
export function inContext<Given extends unknown[], Value>(
  work: (...given: Given) => Value,
): (...given: Given) => Value {
  const context = new AsyncResource('Stairway')
  return (...given) => context.runInAsyncScope(work, undefined, ...given)
}

/** Runs `work` as the whole of a transaction, with what it leaves to the end. */
export async function whole<T>(tx: Knex.Transaction, work: (tx: Knex.Transaction) => Promise<T>): Promise<T> {
  const value = await work(tx)
  for (const step of left.get(tx)?.values() ?? []) await step()
  return value
}

export function outermost(tx: Knex.Transaction): Knex.Transaction {
  return tx.parentTransaction ? outermost(tx.parentTransaction) : tx
}

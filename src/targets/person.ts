import { NOT_SEEN, type Target } from './target.ts'

/**
 * Somebody who does a step by hand. They are asked by a message and confirm it (usecases/steps.ts): nothing is sent
 * to them as to a tool, and only they can read back or take back what they did.
 */
export const person: Target = {
  look: async () => NOT_SEEN,
}

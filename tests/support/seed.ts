import fc from 'fast-check'

/**
 * Property tests take the same inputs for the same commit, so that a run says the same wherever it is made.
 * FC_SEED=random looks for new ones, FC_SEED=<n> goes over those of a run that found something.
 */
const { FC_SEED: said } = process.env
if (said !== 'random') fc.configureGlobal({ seed: said === undefined ? 20_261_130 : Number(said) })

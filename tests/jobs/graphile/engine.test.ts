import { createGraphileEngine } from '../../../src/jobs/graphile/engine.ts'
import { openTestPostgres } from '../../store/open.ts'
import { jobsContract } from '../contract.ts'
import { GRAPHILE } from './machinery.ts'

jobsContract('the engine on graphile-worker', createGraphileEngine, openTestPostgres, GRAPHILE)

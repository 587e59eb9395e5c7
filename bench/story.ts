import { writeTold } from '../sandbox/story/told.ts'
import { tellAnew } from '../tests/sandbox/tell.ts'

await writeTold(await tellAnew())

#!/usr/bin/env node
import { bundled } from './bundle.js'

console.error('Stairway is starting…') // standard output is for the log
process.setSourceMapsEnabled(true)
await import(await bundled('main'))

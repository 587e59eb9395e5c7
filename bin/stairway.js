#!/usr/bin/env node
import { bundled } from './bundle.js'

process.setSourceMapsEnabled(true)
await import(await bundled('terminal'))

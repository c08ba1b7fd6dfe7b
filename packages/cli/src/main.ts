#!/usr/bin/env node
import { run } from './program.js'
import { argumentsOf, forgetEmptyVariables, surviveClosedPipes } from './terminal/process.js'

forgetEmptyVariables(process.env)
surviveClosedPipes(process.stdout)
process.exitCode = await run(argumentsOf(process.argv))

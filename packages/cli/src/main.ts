#!/usr/bin/env node
import { run } from './program.js'
import { argumentsOf, finish, forgetEmptyVariables, surviveClosedPipes } from './terminal/process.js'

forgetEmptyVariables(process.env)
surviveClosedPipes(process.stdout)
await finish(await run(argumentsOf(process.argv)))

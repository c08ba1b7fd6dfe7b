// The child process of run.ts: imports each file it is told, one after another.
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

process.on('message', async (file) => {
  try {
    await import(pathToFileURL(file).href)
    // A promise that nobody awaited may reject a moment later: it still belongs to this example.
    await sleep(10)
    // A server left open holds its port: the parent then gives the next example a new process.
    const dirty = process.getActiveResourcesInfo().includes('TCPServerWrap')
    process.send({ error: undefined, dirty })
  } catch (error) {
    process.send({ error: error instanceof Error ? error.stack : String(error), dirty: true })
  }
})

/** The bytes in use by live objects. Only for parts that count bytes: a collection drops optimised code. */
const heap = (): number => {
  if (globalThis.gc === undefined) throw new Error('needs --expose-gc')
  globalThis.gc()
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

/** By how much the heap grows by what `work` makes and gives back. */
export const growthOf = async (work: () => unknown): Promise<number> => {
  const before = heap()
  const kept = await work()
  const after = heap()
  if (kept === undefined) throw new Error('nothing kept')
  return after - before
}

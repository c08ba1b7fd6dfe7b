import * as fc from 'fast-check'

/** `fc.record` with the prototype that objects have who come out of JSON; fast-check's own may have none. */
export const plain = <Facts extends object>(
  model: { readonly [Fact in keyof Facts]: fc.Arbitrary<Facts[Fact]> },
): fc.Arbitrary<Facts> => fc.record<Facts>(model, { noNullPrototype: true })

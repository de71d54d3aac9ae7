/** How long the property tests run: `PYTHREADS_RUNS=20 npm test -- test/properties` runs twenty times as many cases. */
export const factor = Math.max(1, Number(process.env.PYTHREADS_RUNS) || 1);

/** A fixed seed, so that a failure is the same tomorrow; longer runs look elsewhere. */
export const seed = Number(process.env.PYTHREADS_SEED) || 20260;

/** Options of fast-check for a property that is worth `numRuns` cases in a short run. */
export const runs = (numRuns: number) => ({ numRuns: Math.ceil(numRuns * factor), seed, endOnFailure: false });

/** What a test may take, in milliseconds. */
export const patience = 30_000 * factor;

/** The generator of the programs that run in threads, as a text to put into them: mulberry32, from a seed to numbers below 1. */
export const RANDOM = `
function generator(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
`;

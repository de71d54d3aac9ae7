/** Ordinary memory and the shared memory it has become hold the same after each reconciliation, with what both sides wrote. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Twin } from "../../src/internal/codec/twin.js";

const LENGTH = 40;

/** What is written between two reconciliations: by the program to its array, and by other threads to the shared one. */
const writes = fc.array(fc.tuple(fc.boolean(), fc.nat(LENGTH - 1), fc.double({ noNaN: false })), { maxLength: 30 });

describe("a twin", () => {
  it("carries over whole elements, each from who wrote it", () => {
    fc.assert(
      fc.property(fc.array(writes, { maxLength: 6 }), (rounds) => {
        const own = new Float64Array(LENGTH);
        const memory = new SharedArrayBuffer(own.byteLength);
        const shared = new Float64Array(memory);
        const twin = new Twin(own.buffer, new Uint8Array(memory), own.BYTES_PER_ELEMENT);
        const expected = [...own];
        for (const round of rounds) {
          for (const [isOwn, index, value] of round) (isOwn ? own : shared)[index] = value;
          // The program's write counts where both wrote; one that changes nothing cannot be told from none.
          const both = expected.map((before, i) => (Object.is(own[i], before) ? shared[i] : own[i]));
          expect(twin.reconcile()).toBe(true);
          expect([...own]).toEqual(both);
          expect([...shared]).toEqual(both);
          expected.splice(0, LENGTH, ...both);
        }
      }),
    );
  });

  it("covers a view of a part of some memory, and that only", () => {
    const pool = new Uint8Array(16);
    const own = pool.subarray(4, 8);
    const memory = new SharedArrayBuffer(4);
    const shared = new Uint8Array(memory);
    const twin = new Twin(own, shared, 1);
    pool.fill(7);
    shared[3] = 9;
    expect(twin.reconcile()).toBe(true);
    expect([...shared]).toEqual([7, 7, 7, 7]);
    shared[0] = 1;
    twin.reconcile();
    expect([...pool]).toEqual([7, 7, 7, 7, 1, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7]);
  });

  it("ends when the memory has been transferred", () => {
    const own = new ArrayBuffer(8);
    const twin = new Twin(own, new Uint8Array(new SharedArrayBuffer(8)), 1);
    expect(twin.reconcile()).toBe(true);
    structuredClone(own, { transfer: [own] });
    expect(twin.reconcile()).toBe(false);
  });
});

/** The items that the queues carry; cpython.py of the scenario makes the same. */

export const MEBIBYTE = 2 ** 20;

/** What makes the i-th item of each sort. @type {Record<string, () => (i: number) => any>} */
export const itemMakers = {
  int: () => (i) => i,
  string: () => {
    const strings = Array.from({ length: 16 }, (_, i) => `item ${i}`);
    return (i) => strings[i & 15];
  },
  object: () => (i) => ({ id: i, name: "item", ready: true }),
  buffer: () => {
    const buffer = new Uint8Array(MEBIBYTE);
    return () => buffer;
  },
};

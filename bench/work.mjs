/** The work of the CPU-bound scenario, the same for all JavaScript subjects; work.py is its twin. */

/** Counts the primes below `limit`, `passes` times over. @param {number} passes @param {number} limit */
export function countPrimes(passes, limit) {
  let found = 0;
  for (let pass = 0; pass < passes; pass++) {
    for (let candidate = 2; candidate < limit; candidate++) {
      let isPrime = true;
      for (let d = 2; d * d <= candidate; d++) {
        if (candidate % d === 0) {
          isPrime = false;
          break;
        }
      }
      if (isPrime) found++;
    }
  }
  return found;
}

/**
 * Computes every `step`th row of the product of two square matrices, from row `first` on, `passes` times over.
 * All three lie in memory that threads share, one after another.
 * @param {number} passes @param {SharedArrayBuffer} memory @param {number} size @param {number} first @param {number} step
 */
export function multiplyRows(passes, memory, size, first, step) {
  const cells = size * size;
  const a = new Float64Array(memory, 0, cells);
  const b = new Float64Array(memory, cells * 8, cells);
  const product = new Float64Array(memory, cells * 16, cells);
  for (let pass = 0; pass < passes; pass++) {
    for (let row = first; row < size; row += step) {
      for (let column = 0; column < size; column++) {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += a[row * size + k] * b[k * size + column];
        product[row * size + column] = sum;
      }
    }
  }
}

/** @param {number} size */
export function makeMatrices(size) {
  const memory = new SharedArrayBuffer(size * size * 8 * 3);
  const cells = new Float64Array(memory);
  for (let i = 0; i < size * size * 2; i++) cells[i] = i % 7;
  return memory;
}

/** Says so when the product is not what it has to be. @param {SharedArrayBuffer} memory @param {number} size */
export function checkProduct(memory, size) {
  const cells = size * size;
  const [a, b, product] = [0, 1, 2].map((i) => new Float64Array(memory, i * cells * 8, cells));
  for (const [row, column] of [
    [0, 0],
    [1, 2],
    [size - 1, size - 1],
  ]) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += a[row * size + k] * b[k * size + column];
    if (product[row * size + column] !== sum) throw new Error(`row ${row} of the product is wrong`);
  }
}

/** What was measured: one number of each round, by scenario, row and subject. */

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export class Samples {
  /** Rounds without a sample are holes. @type {Map<string, number[]>} */
  #values = new Map();

  /** @param {string} scenario @param {string} row @param {string} subject @param {number} round @param {number} value */
  add(scenario, row, subject, round, value) {
    const key = keyOf(scenario, row, subject);
    const values = this.#values.get(key) ?? [];
    values[round] = value;
    this.#values.set(key, values);
  }

  /** @param {string} scenario @param {string} row @param {string} subject @returns {number[]} */
  of(scenario, row, subject) {
    // Object.values leaves out the holes.
    return Object.values(this.#values.get(keyOf(scenario, row, subject)) ?? []);
  }

  /** @param {string} scenario @param {string} row @param {string} subject @returns {number | undefined} */
  median(scenario, row, subject) {
    const values = this.of(scenario, row, subject);
    return values.length === 0 ? undefined : median(values);
  }

  /**
   * How many times the base's figure a subject's is: the median of the ratios within each round in which both ran.
   * @param {string} scenario @param {string} row @param {string} subject @param {string} base
   * @returns {number | undefined}
   */
  ratio(scenario, row, subject, base) {
    const mine = this.#values.get(keyOf(scenario, row, subject)) ?? [];
    const theirs = this.#values.get(keyOf(scenario, row, base)) ?? [];
    const ratios = mine.map((value, round) => value / theirs[round]).filter(Number.isFinite);
    return ratios.length === 0 ? undefined : median(Object.values(ratios));
  }
}

/** @param {string} scenario @param {string} row @param {string} subject */
const keyOf = (scenario, row, subject) => `${scenario}\n${row}\n${subject}`;

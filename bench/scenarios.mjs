/**
 * The scenarios, in the order of the table. Each is a folder in bench/scenarios with one program for each subject that can
 * do the work; README.md defines it in one line. `n` is what a program gets as its argument, how many operations to time.
 *
 * @typedef {object} Scenario
 * @property {string} name              its folder
 * @property {number} n
 * @property {Record<string, Row>} rows what its programs report, by the names that they use
 *
 * @typedef {object} Row
 * @property {string} title
 * @property {"time" | "count"} unit    programs report times in nanoseconds
 */

/** @param {string} title @returns {Record<string, Row>} */
const one = (title) => ({ ns: { title, unit: "time" } });

/** @type {Scenario[]} */
export const scenarios = [
  {
    name: "import",
    n: 1,
    rows: {
      ns: { title: "import of threading", unit: "time" },
      threads: { title: "OS threads that it starts", unit: "count" },
    },
  },
  {
    name: "first-start",
    n: 1,
    rows: {
      running: { title: "first start() until it runs", unit: "time" },
      joined: { title: "first start() + join()", unit: "time" },
    },
  },
  {
    name: "warm-start",
    n: 1000,
    rows: {
      second: { title: "second start() + join()", unit: "time" },
      ns: { title: "start() + join(), warm", unit: "time" },
    },
  },
  { name: "lock", n: 1_000_000, rows: one("Lock acquire + release") },
  { name: "rlock", n: 1_000_000, rows: one("RLock acquire + release") },
  { name: "queue", n: 200_000, rows: one("Queue put + get, alone") },
  { name: "queue-1-to-1", n: 100_000, rows: one("Queue 1 to 1, each int") },
  { name: "event", n: 5000, rows: one("Event round trip") },
  { name: "condition", n: 5000, rows: one("Condition round trip") },
];

/**
 * What each of the article's programs may print. A thread's own lines have one order; between threads Python leaves much
 * open, so the rules ask for what it promises: order within a thread, exclusion, capacity, FIFO, and lines that arrive
 * when they are printed. Each checker returns its complaints; none means that the program behaved.
 *
 * No rule asks for haste: threads may be late by as much as the machine likes, but never early.
 *
 * @import { Line, Observation } from "./observe.mjs"
 */

/** Timers may be this much early, since the clock of the program and ours are read at different moments. */
const earlyMs = 60;
/** A line that arrives later than this after it was printed was held back. */
const lateMs = 2500;

/** Collects complaints; after twenty more of them tell nothing new. */
class Complaints {
  /** @type {string[]} */
  list = [];

  /** @param {boolean} holds @param {string} text */
  unless(holds, text) {
    if (!holds && this.list.length < 20) this.list.push(text);
  }

  /** @param {unknown} actual @param {unknown} expected @param {string} what */
  same(actual, expected, what) {
    const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
    this.unless(a === b, `${what}: expected ${b}, got ${a}`);
  }
}

/**
 * Sorts the lines by the thread that printed them.
 * @param {Complaints} complaints @param {Line[]} lines @param {Record<string, RegExp>} speakers
 */
function bySpeaker(complaints, lines, speakers) {
  /** @type {Record<string, Line[]>} */
  const sorted = Object.fromEntries(Object.keys(speakers).map((name) => [name, []]));
  for (const line of lines) {
    const name = Object.keys(speakers).find((key) => speakers[key].test(line.text));
    complaints.unless(name !== undefined, `no thread prints ${JSON.stringify(line.text)}`);
    if (name !== undefined) sorted[name].push(line);
  }
  return sorted;
}

/** @param {Line[]} lines */
const texts = (lines) => lines.map((line) => line.text);

/**
 * That lines which are printed with a delay between them arrive like that, and are not held back and shown together. A
 * busy machine may bring two of them at once, so half of the gaps are enough.
 * @param {Complaints} complaints @param {Line[]} lines @param {number} seconds
 */
function spaced(complaints, lines, seconds) {
  const gaps = lines.slice(1).map((line, i) => line.at - lines[i].at);
  const wide = gaps.filter((gap) => gap >= seconds * 500).length;
  complaints.unless(wide >= gaps.length / 2, `lines printed every ${seconds} s came after ${gaps.map(Math.round).join(", ")} ms`);
}

/** @param {Observation} seen */
function twoRawThreads(seen) {
  const complaints = new Complaints();
  const date = /^Thread-[12]: ((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ 123]\d \d\d:\d\d:\d\d \d{4})$/;
  const sorted = bySpeaker(complaints, seen.lines, { one: /^Thread-1: /, two: /^Thread-2: / });
  for (const [lines, delay] of /** @type {const} */ ([[sorted.one, 2], [sorted.two, 4]])) {
    complaints.same(lines.length, 5, `lines of the thread with a delay of ${delay} s`);
    lines.forEach((line, i) => {
      complaints.unless(line.at >= delay * 1000 * (i + 1) - earlyMs, `${JSON.stringify(line.text)} came before its time, after ${line.at.toFixed(0)} ms`);
      const printed = Date.parse(date.exec(line.text)?.[1] ?? "");
      complaints.unless(!Number.isNaN(printed), `${JSON.stringify(line.text)} holds no date`);
      const late = line.wall - printed; // The date is cut to the second.
      complaints.unless(late > -earlyMs && late < 1000 + lateMs, `${JSON.stringify(line.text)} arrived ${late} ms after the second it names`);
    });
    spaced(complaints, lines, delay);
  }
  return complaints.list;
}

/** @param {Observation} seen */
function countdown(seen) {
  const complaints = new Complaints();
  const numbers = Array.from({ length: 10 }, (_, i) => `T-minus ${10 - i}`);
  complaints.same(texts(seen.lines), [...numbers, "The countdown is over"], "output");
  spaced(complaints, seen.lines, 0.3);
  return complaints.list;
}

/** @param {Observation} seen */
function subclass(seen) {
  const complaints = new Complaints();
  const sorted = bySpeaker(complaints, seen.lines, { A: /Thread-A/, B: /Thread-B/, main: /^Exiting main thread$/ });
  for (const name of ["A", "B"]) {
    const rounds = [5, 4, 3, 2, 1].map((n) => `Thread-${name} has ${n} to go`);
    complaints.same(texts(sorted[name]), [`Starting Thread-${name}`, ...rounds, `Exiting Thread-${name}`], `lines of Thread-${name}`);
    spaced(complaints, sorted[name].slice(0, 6), name === "A" ? 0.2 : 0.4);
  }
  complaints.same(seen.lines.at(-1)?.text, "Exiting main thread", "last line");
  return complaints.list;
}

/** @param {Observation} seen */
function subclassWithTarget(seen) {
  const complaints = new Complaints();
  const sorted = bySpeaker(complaints, seen.lines, { one: /loop-1/, two: /loop-2/, main: /^All / });
  for (const [name, lines, rounds, delay] of /** @type {const} */ ([["loop-1", sorted.one, 4, 0.3], ["loop-2", sorted.two, 2, 0.5]])) {
    const middle = Array.from({ length: rounds }, (_, i) => `${name} in round ${i + 1} of ${rounds}`);
    complaints.same(texts(lines), [`Starting ${name}`, ...middle, `Exiting ${name}`], `lines of ${name}`);
    spaced(complaints, lines.slice(0, rounds + 1), delay);
  }
  complaints.same(seen.lines.at(-1)?.text, "All 2 threads are done", "last line");
  return complaints.list;
}

/** Program 5: a step is two lines by one thread, and nobody speaks between them. @param {Observation} seen */
function queue(seen) {
  const complaints = new Complaints();
  const { lines } = seen;
  /** @type {number[]} */
  const stock = [];
  let put = 0;
  let got = 0;
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const [first, second] = [lines[i].text, lines[i + 1].text];
    const step = /^(Producer|Consumer-[12]) : (?:(puts|gets) (\d+)|finds nothing)$/.exec(first);
    if (step === null) {
      complaints.unless(false, `line ${i + 1} is no step of a thread: ${JSON.stringify(first)}`);
      break;
    }
    const [, holder, verb, number] = step;
    if (verb === "puts") {
      complaints.unless(holder === "Producer", `${holder} must not put`);
      complaints.same(Number(number), put++, "order of production");
      stock.push(Number(number));
    } else {
      complaints.unless(holder !== "Producer", "the producer must not get");
      if (verb === "gets") complaints.same(Number(number), stock.shift(), "first in, first out");
      else complaints.same(stock.length, 0, "products left though the consumer finds nothing");
      if (verb === "gets") got++;
    }
    complaints.same(second, `${holder} : leaves ${stock.length} in the queue`, "nobody else within a step, and the number of products");
  }
  complaints.unless(put >= 5 && got >= 3, `too little happened: ${put} puts, ${got} gets`);
  flowing(complaints, seen);
  return complaints.list;
}

/** Program 6: likewise, and never more than five products. @param {Observation} seen */
function condition(seen) {
  const complaints = new Complaints();
  const { lines } = seen;
  /** @type {number[]} */
  const stock = [];
  let made = 0;
  let used = 0;
  for (let i = 0; i < lines.length; i++) {
    const { text } = lines[i];
    if (text === "Producer : waits, the list is full") {
      complaints.same(stock.length, 5, "products when the producer waits");
      continue;
    }
    if (text === "Consumer : waits, the list is empty") {
      complaints.same(stock.length, 0, "products when the consumer waits");
      continue;
    }
    const step = /^(Producer|Consumer) : (\d+)$/.exec(text);
    if (step === null) {
      complaints.unless(false, `line ${i + 1} is no step of a thread: ${JSON.stringify(text)}`);
      break;
    }
    if (step[1] === "Producer") {
      complaints.same(Number(step[2]), made++, "order of production");
      stock.push(Number(step[2]));
    } else {
      complaints.same(Number(step[2]), stock.shift(), "first in, first out");
      used++;
    }
    complaints.unless(stock.length <= 5, `${stock.length} products in a list of five`);
    if (++i < lines.length) complaints.same(lines[i].text, `In stock : ${stock.length}`, "nobody else within a step, and the number of products");
  }
  complaints.unless(made >= 10 && used >= 5, `too little happened: ${made} made, ${used} used`);
  flowing(complaints, seen);
  return complaints.list;
}

/**
 * That an endless program's lines came all the time, not at its end.
 * @param {Complaints} complaints @param {Observation} seen
 */
function flowing(complaints, { lines, interruptedAt }) {
  if (lines.length === 0 || interruptedAt === null) return;
  const span = interruptedAt - lines[0].at;
  const moments = new Set(lines.map((line) => Math.floor(line.at / 100))).size;
  complaints.unless(span > 1000 && moments >= span / 400, `${lines.length} lines came in ${moments} bursts within ${span.toFixed(0)} ms`);
}

/** @param {Observation} seen */
function takingTurns(seen) {
  const complaints = new Complaints();
  const lines = texts(seen.lines);
  complaints.same(lines.length, 13, "number of lines");
  complaints.same(lines.pop(), "Exiting main thread", "last line");
  /** @type {Record<string, number>} */
  const turns = { A: 0, B: 0 };
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const taken = /^Thread-([AB]) takes the lock for turn (\d)$/.exec(lines[i]);
    const name = taken?.[1] ?? "?";
    complaints.same(taken?.[2], String(++turns[name]), `turn of Thread-${name} in ${JSON.stringify(lines[i])}`);
    complaints.same(lines[i + 1], `Thread-${name} gives it back after turn ${turns[name]}`, "the holder gives the lock back before another takes it");
    const held = seen.lines[i + 1].at - seen.lines[i].at;
    complaints.unless(held <= lateMs + 200, `Thread-${name} held the lock for ${held.toFixed(0)} ms`);
  }
  complaints.same(turns, { A: 3, B: 3 }, "turns");
  // Three turns of 0.1 s and three of 0.2 s, never two at once.
  const all = (seen.lines.at(-1)?.at ?? 0) - (seen.lines[0]?.at ?? 0);
  complaints.unless(all >= 900 - earlyMs, `all turns took ${all.toFixed(0)} ms: some of them overlapped`);
  return complaints.list;
}

/** @type {Record<string, (seen: Observation) => string[]>} */
export const rules = { twoRawThreads, countdown, subclass, subclassWithTarget, queue, condition, takingTurns };

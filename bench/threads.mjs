/** What pythreads' programs with several threads share: the twin of threads.py. */
import * as threading from "pythreads/threading";
import { now } from "./measure.mjs";

/**
 * Runs bodies, each in a thread of its own, that all begin when all are there. Returns nanoseconds from then until all
 * have ended.
 * @param {[body: (...args: any[]) => void, ...args: any[]][]} bodies
 */
export function together(bodies) {
  const there = threading.Semaphore(0);
  const go = threading.Event();
  const threads = bodies.map((body) => threading.Thread({ target: begin, args: [there, go, ...body] }));
  for (const thread of threads) thread.start();
  for (const _ of threads) there.acquire();
  const start = now();
  go.set();
  for (const thread of threads) thread.join();
  return now() - start;
}

/** @param {threading.Semaphore} there @param {threading.Event} go @param {(...args: any[]) => void} body @param {any[]} args */
function begin(there, go, body, ...args) {
  there.release();
  go.wait();
  body(...args);
}

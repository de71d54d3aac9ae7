import { args, n, now, report } from "../../measure.mjs";
import { openPool } from "../../pools.mjs";

const pool = await openPool(args.peer, 1);

/** @param {number} count */
async function runNothing(count) {
  const start = now();
  for (let i = 0; i < count; i++) await pool.run("nothing");
  return (now() - start) / count;
}

/** @param {number} count */
async function runWithTen(count) {
  const start = now();
  for (let i = 0; i < count; i++) {
    const sum = await pool.run("addTen", { a: i, b: 1, c: 2, d: 3, e: 4, f: 5, g: 6, h: 7, i: 8, j: 9 });
    if (sum !== i + 45) throw new Error(`${sum} is not the sum`);
  }
  return (now() - start) / count;
}

await runNothing(1);
const second = await runNothing(1);
await runNothing(Math.ceil(n / 10));
const ns = await runNothing(n);
await runWithTen(Math.ceil(n / 30));
report({ second, ns, closure: await runWithTen(Math.ceil(n / 3)) });
await pool.close();

/** Whether what is assigned after a thread's join is known to come too late for the thread. */
import { describe, expect, test } from "vitest";
import { isOutlived, lifetimeOf } from "../../src/internal/closure/lifetime.js";
import { modelOf, resolve } from "../../src/internal/closure/reassignment.js";

/** Whether the last assignment of `a` in the program comes too late for the thread that its first `start()` starts. */
function isLate(program: string): boolean {
  const model = modelOf(program, true)!;
  const position = program.indexOf(".start()") + 1;
  const lifetime = lifetimeOf(model, position);
  const binding = resolve(model, "a", program.indexOf("let a"), program.indexOf("let a"))!;
  const change = model.assignments.get(binding)!.findLast(({ isInitialiser }) => !isInitialiser)!;
  return lifetime !== undefined && isOutlived(lifetime, { model, ...change });
}

const IMPORTS = `import * as threading from "pythreads/threading"; import { print } from "pythreads/builtins"; let a = 1; const f = () => a;\n`;
const LOOP = "const threads = []; for (let i = 0; i < 2; i++) { const t = threading.Thread({ target: f }); threads.push(t); t.start(); }";

describe("too late for the thread", () => {
  test.each([
    ["after its join", "const t = threading.Thread(f); t.start(); t.join(); a = 2;"],
    ["after a join in a block around", "const t = threading.Thread(f); if (a) { t.start(); } t.join(); a = 2;"],
    ["after all are joined", `${LOOP} for (const t of threads) t.join(); a = 2;`],
    ["after all are joined, in a block", `${LOOP} for (const t of threads) { t.join(); print(t.name); } a = 2;`],
    ["after all are joined, by index", "const ts = [1].map(() => threading.Thread(f)); for (const t of ts) t.start(); for (let i = 0; i < 1; i++) ts[i].join(); a = 2;"],
    ["after all are joined, of a list()", `const all = list(); for (const x of [1]) { const t = threading.Thread(f); all.append(t); t.start(); } for (const t of all) t.join(); a = 2;`],
    ["in what called the function that joins", "function run() { const t = threading.Thread(f); t.start(); print(1); t.join(); } run(); a = 2;"],
    ["in another function, which cannot run in between", "function set() { a = 2; } const t = threading.Thread(f); t.start(); t.join(); set();"],
    ["in the next turn of a loop that joins", "for (const x of [1, 2]) { a = x; const t = threading.Thread(f); t.start(); t.join(); }"],
    ["after other code has run in between", "const t = threading.Thread(f); t.start(); go(); t.join(); a = 2; function go() {}"],
  ])("%s", (_, program) => expect(isLate(IMPORTS + program)).toBe(true));
});

describe("not known to be too late", () => {
  test.each([
    ["before the join", "const t = threading.Thread(f); t.start(); a = 2; t.join();"],
    ["without a join", "const t = threading.Thread(f); t.start(); a = 2;"],
    ["after a join with a timeout", "const t = threading.Thread(f); t.start(); t.join(1); a = 2;"],
    ["after the join of another", "const t = threading.Thread(f), u = threading.Thread(f); t.start(); u.start(); u.join(); a = 2;"],
    ["after a join that may not come", "const t = threading.Thread(f); t.start(); if (a) { t.join(); } a = 2;"],
    ["after a join that is left out by a return", "function run() { const t = threading.Thread(f); t.start(); if (a) return; t.join(); } run(); a = 2;"],
    ["after a join of some", `${LOOP} for (const t of threads) { if (a) continue; t.join(); } a = 2;`],
    ["after the join of one", `${LOOP} threads[0].join(); a = 2;`],
    ["after the join of those of another list", `${LOOP} const others = []; for (const t of others) t.join(); a = 2;`],
    ["after a join of what the name holds by then", "let t = threading.Thread(f); t.start(); t = threading.Thread(f); t.join(); a = 2;"],
    ["in another function, which may run in between", "function set() { a = 2; } const t = threading.Thread(f); t.start(); go(); t.join(); function go() { set(); }"],
    ["in a function that something in between is given", "function set() { a = 2; } const t = threading.Thread(f); t.start(); Array.from([1], set); t.join();"],
    ["in what called a function that awaits before it joins", "async function run() { const t = threading.Thread(f); t.start(); await null; t.join(); } run(); a = 2;"],
    ["after a join that an error leaves out", "const t = threading.Thread(f); try { t.start(); go(); t.join(); } catch {} a = 2; function go() {}"],
    ["in the next turn of a loop that does not join", "const ts = []; for (const x of [1, 2]) { a = x; const t = threading.Thread(f); ts.push(t); t.start(); } for (const t of ts) t.join();"],
  ])("%s", (_, program) => expect(isLate(IMPORTS + program)).toBe(false));
});

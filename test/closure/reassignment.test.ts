import { describe, expect, it } from 'vitest';
import * as vm from 'node:vm';
import { judge, modelOf, resolve } from '../../src/internal/closure/reassignment.js';
import { codeOf } from './ship.js';

let scripts = 0;

const stability = (fn: Function) => (codeOf(fn).stable ? 'stable' : 'may change');

/** Runs a program whose `start(f)` describes f at that moment; answers what start said. */
function run(program: string, tell: (fn: Function) => string = stability): string {
  const said: string[] = [];
  const start = (fn: Function) => {
    try {
      said.push(tell(fn));
    } catch (error) {
      said.push(/'(\w+)', which other code goes on assigning \(.*:(\d+)\)/.exec((error as Error).message)?.slice(1).join(':') ?? String(error));
    }
  };
  const filename = `/pythreads-test/script-${scripts++}.js`;
  (vm.runInThisContext(`(function (start) {${program}\n})`, { filename }) as (s: typeof start) => unknown)(start);
  return said.join();
}

describe('a captured variable that is assigned', () => {
  const cases: [what: string, program: string, expected: string][] = [
    ['never', 'let a = 1; start(() => a);', 'stable'],
    ['by a const', 'const a = 1; start(() => a);', 'stable'],
    ['after start', 'let a = 1;\nstart(() => a);\na = 2;', 'a:3'],
    ['before start', 'let a = 1; a = 2; start(() => a);', 'stable'],
    ['by the statement that starts', 'let t;\nt = start(() => t);', 't:2'],
    ['by an update after', 'let a = 1; start(() => a); a++;', 'a:1'],
    ['by destructuring after', 'let a = 1; start(() => a); [a] = [2];', 'a:1'],
    ['in another function', 'let a = 1; function stop() { a = 2; } start(() => a);', 'a:1'],
    ['in a function that is called once, before', 'let a; function init() { a = 1; } init(); start(() => a);', 'stable'],
    ['in a function that is called once, later', 'let a;\nfunction stop() {\na = 1; }\nstart(() => a); stop();', 'a:3'],
    ['in a function that is called twice', 'let a;\nfunction init() {\na = 1; }\ninit(); start(() => a); init();', 'a:3'],
    ['in a function that is called in a loop', 'let a;\nfunction init() {\na = 1; }\nfor (const x of [1]) init(); start(() => a);', 'a:3'],
    ['in main, which then starts', 'let a; function main() { a = 1; start(() => a); } main();', 'stable'],
    ['in main, after it has started', 'let a; function main() { start(() => a); a = 1; } main();', 'a:1'],
    ['in main, which calls what starts', 'let a; const main = () => { a = 1; go(); }; const go = () => start(() => a); main();', 'stable'],
    ['in what main calls before', 'let a; const main = () => { init(); start(() => a); }; function init() { if (!a) a = 1; } main();', 'stable'],
    ['in what main calls after', 'let a; const main = () => { start(() => a);\ninit(); }; function init() { a = 1; } main();', 'a:2'],
    ['in main, which is called twice', 'let a; function run() { a = 1; start(() => a); } function main() { run(); } main(); main();', 'a:1,a:1'],
    ['in main, which is named by esbuild', 'let a; const __name = (f) => f; const main = __name(() => { a = 1; start(() => a); }, "main"); function b() { a = 2; } __name(b, "b"); b(); main();', 'stable'],
    ['in a function that is called by itself', 'let a; (function () { a = 1; start(() => a); })(); (() => { start(() => a); })();', 'stable,stable'],
    ['in a function that calls itself', 'let a; (function f(n) {\na = n; if (n) f(n - 1); else start(() => a); })(1);', 'a:2'],
    ['in a function that is handed on', 'let a; function init() {\na = 1; } [1].forEach(init); start(() => a);', 'a:2'],
    ['in functions that call each other only', 'let a; function f() { g();\na = 1; } function g() { f(); } start(() => a);', 'a:2'],
    ['in a method', 'let a; class C { static init() {\na = 1; } } C.init(); start(() => a);', 'a:2'],
    ['in a generator', 'let a; function* g() { yield;\na = 1; } g(); start(() => a);', 'a:2'],
    ['in an async function, before it waits', 'let a; async function main() { a = 1; await null; a = 2; } main(); start(() => a);', 'a:1'],
    ['in an async function that has not waited', 'let a; async function main() { a = 1; start(() => a); await null; } main();', 'stable'],
    ['in a callback above', 'let a = 1; const stop = () => { a = 2; }; start(() => a);', 'a:1'],
    ['in the same loop', 'let a = 0; for (const x of [1]) { a = x; start(() => a); }', 'a:1'],
    ['in a loop that has ended', 'let a = 0; for (const x of [1]) { a = x; } start(() => a);', 'stable'],
    ['in a loop of its own turn', 'for (const x of [1, 2]) { let a = 0; a = x; start(() => a); }', 'stable,stable'],
    ['by the head of its for', 'for (let i = 0; i < 2; i++) start(() => i);', 'stable,stable'],
    ['by the head of a for over a var', 'for (var i = 0; i < 1; i++) start(() => i);', 'i:1'],
    ['by for-of over a var', 'for (var i of [1]) start(() => i);', 'i:1'],
    ['in the body of its for', 'for (let i = 0; i < 1; i++) { start(() => i); i++; }', 'i:1'],
    ['in the other branch', 'let a = 1; if (a) { start(() => a); } else { a = 2; }', 'stable'],
    ['in a scope that has ended', 'function make() { let a = 1; const f = () => a; a = 2; return f; } start(make());', 'stable'],
    ['after start, called from deeper', 'function go(f) { start(f); } let a = 1; go(() => a); a = 2;', 'a:1'],
    ['in a suspended generator', 'function* g() { let a = 1; yield () => a; a = 2; } start(g().next().value);', 'a:1'],
    ['before the first pause of a generator', 'function* g() { let a = 1; a = 2; yield () => a; } start(g().next().value);', 'stable'],
    ['as an enum of TypeScript', 'var E; (function (E) { E[E.A = 0] = "A"; })(E || (E = {})); start(() => E);', 'stable'],
    ['as a decorated class', 'let C = class C {}; C = [(x) => x][0](C); start(() => C);', 'stable'],
    ['as a var before its initialiser', 'start(() => a); var a = 1;', 'may change'],
    ['as a var after its initialiser', 'var a = 1; start(() => a);', 'stable'],
    ['as a parameter', '((p) => { p = p ?? 1; start(() => p); })()', 'stable'],
    ['under a name that is shadowed', 'let a = 1; { const a = 2; start(() => a); } a = 3;', 'stable'],
    ['as a function', 'function f() {} start(() => f);', 'stable'],
    ['in its dead zone', 'start(() => a); const a = 1;', 'may change'],
  ];
  for (const [what, program, expected] of cases) it(what, () => expect(run(program)).toBe(expected));


  it('by the lazy module initialiser of esbuild', () => {
    const model = modelOf('var once=(e,o)=>()=>(e&&(o=e(e=0)),o);var a,b;var init=once(()=>{a=1});var f=other(()=>{b=1});', true)!;
    expect(['a', 'b'].map((name) => judge(model, model.root.bindings.get(name)!, 'file:///x.js', []))).toEqual(['stable', { assignedAt: 88 }]);
  });

  it.each([
    ['export function init() { a = 1; } init();', 'exported where it is declared'],
    ['export default function init() { a = 1; } init();', 'exported as the default'],
    ['function init() { a = 1; } init(); export { init as x };', 'exported by name'],
    ['function init() { a = 1; } init(); module.exports = { init };', 'exported to require'],
  ])('by a function that others may call: %s', (text) => {
    const model = modelOf(`let a; ${text}`, true)!;
    expect(judge(model, model.root.bindings.get('a')!, 'file:///x.js', [])).toEqual({ assignedAt: `let a; ${text}`.indexOf('a =') });
  });

  it('by one that nobody else can call, in an exported one', () => {
    const text = 'export function main() { let a; function init() { a = 1; } init(); return () => a; }';
    const model = modelOf(text, true)!;
    const read = text.indexOf('() => a');
    expect(judge(model, resolve(model, 'a', read, read + 7)!, 'file:///x.js', [])).toBe('stable');
  });

  it('by an async function that is suspended', async () => {
    let flag = 1;
    const read = () => flag;
    const late = (async () => {
      await null;
      flag = 2;
    })();
    expect(() => codeOf(read)).toThrow(/'flag', which other code goes on assigning \(.*reassignment\.test\.ts:\d+\)/);
    await late;
  });
});

describe('a captured object that is changed', () => {
  const cases: [what: string, program: string, expected: string][] = [
    ['never', 'const a = { n: 1 }; start(() => a.n);', ''],
    ['before', 'const a = {}; a.n = 1; start(() => a.n);', ''],
    ['after', 'const a = {};\nstart(() => a.n);\na.n = 1;', 'assign n:3'],
    ['deep down', 'const a = { b: {} }; start(() => a.b.n);\na.b.n++;', 'assign b.n:2'],
    ['by a deletion', 'const a = {}; start(() => a.n); delete a.n;', 'delete n:1'],
    ['in another function', 'const a = {}; function stop() { a.n = 1; } start(() => a.n);', 'assign n:1'],
    ['in a function that is called once, before', 'const a = {}; function init() { a.n = 1; } init(); start(() => a.n);', ''],
    ['in the function itself', 'const a = {}; start(() => { a.n = 1; });', ''],
    ['in the same loop', 'const a = {}; for (const x of [1]) { a.n = x; start(() => a.n); }', 'assign n:1'],
    ['in main, after', 'const a = {}; function main() { start(() => a.n); a.n = 1; } main();', 'assign n:1'],
    ['by push, after', 'const a = []; start(() => a.length); a.push(1);', 'mutator :1'],
    ['by push, before', 'const a = []; a.push(1); start(() => a.length);', ''],
    ['by push in main, after', 'const a = []; function main() { start(() => a.length); a.push(1); } main();', 'mutator :1'],
    ['by push in a function that may be called', 'const a = []; function add() { a.push(1); } start(() => a.length);', ''],
    ['by push in the same loop', 'const a = []; for (const x of [1]) { a.push(x); start(() => a.length); }', ''],
    ['by push in a loop that comes later', 'const a = []; start(() => a.length); for (const x of [1]) a.push(x);', 'mutator :1'],
    ['by index, after', 'const a = [], i = 0; start(() => a[0]); a[i] = 1;', 'assign *:1'],
    ['by index, in the same loop', 'const a = []; for (const i of [0]) { a[i] = 1; start(() => a[0]); }', ''],
    ['in the other branch', 'const a = []; if (a) { start(() => a); } else { a.push(1); }', ''],
    ['by a method, after', 'const a = { n: 0, put() { this.n = 1; } }; start(() => a.n); a.put();', 'assign n:1'],
    ['by a method of its class, in another function', 'class A { put() { this.n = 1; } }\nconst a = new A(); function f() { a.put(); } start(() => a.n);', 'assign n:2'],
    ['by a method, before', 'const a = { n: 0, put() { this.n = 1; } }; a.put(); start(() => a.n);', ''],
    ['by a method that only reads', 'const a = { n: 0, get() { return this.n; } }; start(() => a.n); a.get();', ''],
    ['under a name that is shadowed', 'const a = {}; { const a = {}; start(() => a.n); } a.n = 1;', ''],
  ];
  const pending = (fn: Function) =>
    codeOf(fn).captures.flatMap((capture) => (capture.state === 'value' ? capture.pendingChanges : [])).map(({ kind, path, where }) => `${kind} ${path.join('.')}:${/\d+$/.exec(where)}`).join();
  for (const [what, program, expected] of cases) it(what, () => expect(run(program, pending)).toBe(expected));
});

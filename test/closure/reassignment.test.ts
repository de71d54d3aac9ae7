import { describe, expect, it } from 'vitest';
import * as vm from 'node:vm';
import { judge, modelOf } from '../../src/internal/closure/reassignment.js';
import { codeOf } from './ship.js';

let scripts = 0;

/** Runs a program whose `start(f)` describes f at that moment; answers what start said. */
function run(program: string): string {
  const said: string[] = [];
  const start = (fn: Function) => {
    try {
      said.push(codeOf(fn).stable ? 'stable' : 'may change');
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

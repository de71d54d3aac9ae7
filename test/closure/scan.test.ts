import { describe, expect, it } from 'vitest';
import { scan } from '../../src/internal/closure/scan.js';

const free = (source: string) => [...scan(source).reads].sort().join(' ');
const assigned = (source: string) => [...scan(source).writes.keys()].sort().join(' ');

describe('free names', () => {
  const cases: [source: string, names: string][] = [
    ['() => 1', ''],
    ['() => a', 'a'],
    ['(a) => a', ''],
    ['function f() { return f; }', ''],
    ['function f(a, b = c) { return a + b; }', 'c'],
    ['function f(a = b, b = 1) { return a; }', ''],
    ['function f({ a, b: [c = d], ...rest }) { return [a, c, rest]; }', 'd'],
    ['function f({ [k]: v }) { return v; }', 'k'],
    ['([, a, ...b]) => a + b + c', 'c'],
    ['function f() { var a = b; return a; }', 'b'],
    ['function f() { if (x) { var a = 1; } return a; }', 'x'],
    ['function f(a) { var a; return a; }', ''],
    ['function f() { { let a = 1; } return a; }', 'a'],
    ['function f() { { function g() {} } return g; }', 'g'],
    ['function f() { return g(); function g() {} }', ''],
    ['function f() { class A {} return new A(); }', ''],
    ['() => { for (const x of xs) x; return x; }', 'x xs'],
    ['() => { for (let i = 0; i < n; i++) i; }', 'n'],
    ['() => { for (var i in o) {} return i; }', 'o'],
    ['() => { for (w of ws) w; }', 'w ws'],
    ['() => { try { a(); } catch (e) { e; } }', 'a'],
    ['() => { try { a; } catch ({ b = c }) { b; } }', 'a c'],
    ['() => { try { a; } catch { b; } }', 'a b'],
    ['() => { switch (a) { case b: let c = d; default: c; } return c; }', 'a b c d'],
    ['() => { here: for (;;) { break here; } }', ''],
    ['() => { here: for (;;) continue here; }', ''],
    ['() => ({ a, b: c, d: 1, [e]: f, g() { return h; } })', 'a c e f h'],
    ['() => o.a.b.c', 'o'],
    ['() => o[a][1]', 'a o'],
    ['() => o?.a?.[b]', 'b o'],
    ['() => `${a} ${b`${c}`}`', 'a b c'],
    ['() => typeof missing', 'missing'],
    ['() => new.target', 'fails'],
    ['function f() { return new.target; }', ''],
    ['function f() { return arguments.length; }', ''],
    ['() => (() => a)()', 'a'],
    ['function f() { const g = (x) => x + y; return g; }', 'y'],
    ['async () => { for await (const x of xs) x; await a; }', 'a xs'],
    ['function* f() { yield a; yield* b; }', 'a b'],
    ['class X extends ns.Base { m() { return X; } }', 'ns'],
    ['class X { #a = b; static c = d; static { this.e = f; } }', 'b d f'],
    ['class X { [k]() {} get g() { return a; } set g(v) { v; } }', 'a k'],
    ['class { m() { return super.m(a); } }', 'a'],
    ['() => class Y { static z = Y; w = v }', 'v'],
    ['m() { return a; }', 'a'],
    ['get g() { return a; }', 'a'],
    ['async *[Symbol.iterator]() { yield* a; }', 'a'],
    ['#secret() { return a; }', 'a'],
    ["'quoted name'(a) { return a + b; }", 'b'],
    ['static() { return a; }', 'a'],
    ['async () => import("./x.js")', ''],
    ['() => import.meta.url + a', 'a'],
    ['() => a<!--b', 'a'],
    ['() => { a;\n--> b\n }', 'a'],
    ['() => "<!-- a -->" + `-->${b}`', 'b'],
    ['() => { while (n --> 0); }', 'n'],
    ['() => { a = 1; [b, { c, ...d }] = e; f++; }', 'a b c d e f'],
    ['() => { let a; a = 1; ({ a } = b); }', 'b'],
    ['(x) => x ?? (a ||= b)', 'a b'],
  ];
  for (const [source, names] of cases) {
    if (names === 'fails') it(`refuses ${source}`, () => expect(() => scan(source)).toThrow(SyntaxError));
    else it(source, () => expect(free(source)).toBe(names));
  }
});

describe('assigned names', () => {
  const cases: [source: string, names: string][] = [
    ['() => { a = 1; b += 1; c ??= 1; d++; --e; }', 'a b c d e'],
    ['() => { [a, { b: c = 1, ...d }] = x; }', 'a c d'],
    ['() => { for (a of x); for (b in x); for (const c of x); }', 'a b'],
    ['() => { for ([a, o.b] of x); }', 'a'],
    ['() => { o.a = 1; o.b++; delete o.c; }', ''],
    ['(a) => { a = 1; var b = 2; b = 3; }', ''],
    ['() => () => { a = 1; }', 'a'],
  ];
  for (const [source, names] of cases) it(source, () => expect(assigned(source)).toBe(names));
});

describe('members', () => {
  it('lists used members only when nothing else is used', () => {
    const { uses } = scan('() => path.sep + path["join"](whole, whole.x) + path.sep');
    expect([...uses]).toEqual([['path', new Set(['sep', 'join'])]]);
  });

  const writes: [source: string, name: string, expected: string][] = [
    ['() => { cfg.a.b = 1; }', 'cfg', 'assign a.b'],
    ['() => { buf[i] = 0; }', 'buf', 'assign *'],
    ['() => { buf[0] = 0; }', 'buf', 'assign 0'],
    ['() => { o.n++; }', 'o', 'assign n'],
    ['() => { delete o.x.y; }', 'o', 'delete x.y'],
    ['() => { roster.push(1); }', 'roster', 'mutator  push'],
    ['() => { o.list.sort(); }', 'o', 'mutator list sort'],
    ['() => { map?.set(1, 2); }', 'map', 'mutator  set'],
    ['() => { [o.a] = [1]; }', 'o', 'assign a'],
    ['() => { for (o.i of x); }', 'o', 'assign i'],
    ['() => { Object.assign(o.p, {}); }', 'o', 'mutator p Object.assign'],
    ['() => { view.setFloat32(0, 1); }', 'view', 'mutator  setFloat32'],
    ['() => { buf.writeUInt8(1); }', 'buf', 'mutator  writeUInt8'],
  ];
  for (const [source, name, expected] of writes) {
    it(source, () => {
      const [write] = scan(source).memberWrites.get(name)!;
      expect(`${write!.kind} ${write!.path.join('.')}${write!.method ? ` ${write!.method}` : ''}`).toBe(expected);
    });
  }

  it('leaves reads and locals alone', () => {
    expect(scan('() => { const l = []; l.push(1); o.slice(); return o.a; }').memberWrites.size).toBe(0);
  });

  it('keeps writes through the own name apart', () => {
    const { ownWrites, memberWrites } = scan('class A { m() { A.count++; } }');
    expect(ownWrites).toEqual([{ path: ['count'], kind: 'assign', offset: 16 }]);
    expect(memberWrites.size).toBe(0);
  });
});

describe('the rest', () => {
  it('sees whose this it is', () => {
    expect(scan('() => this.x').usesThis).toBe(true);
    expect(scan('function f() { return () => this.x; }').usesThis).toBe(false);
    expect(scan('() => class { x = this; static { this; } }').usesThis).toBe(false);
    expect(scan('() => ({ m() { return this; } })').usesThis).toBe(false);
  });

  it('sees arguments, super, eval and private names', () => {
    expect(scan('() => arguments[0]').usesArguments).toBe(true);
    expect(scan('() => function () { return arguments; }').usesArguments).toBe(false);
    expect(scan('m() { return super.m(); }').usesSuper).toBe(true);
    expect(scan('m() { return () => super.m(); }').usesSuper).toBe(true);
    expect(scan('m() { return class extends B { x() { return super.x(); } }; }').usesSuper).toBe(false);
    expect(scan('() => eval("x")').callsEval).toBe(true);
    expect(scan('(eval_) => (0, eval)("x")').callsEval).toBe(false);
    expect([...scan('() => self.#x').privateNames]).toEqual(['#x']);
    expect([...scan('class { #x = 1; m() { return this.#x; } }').privateNames]).toEqual([]);
  });

  it('finds where V8 says the function begins', () => {
    expect(scan('function  name (a) {}').paramStart).toBe(15);
    expect(scan('async (a) => a').paramStart).toBe(0);
    expect(scan("['a(']() {}").paramStart).toBe(6);
    expect(scan('class { constructor(a) {} }').paramStart).toBe(19);
    expect(scan('class { m() {} }').paramStart).toBe(0);
  });
});

describe('writes to its own this', () => {
  it.each([
    ['stop() { this.running = false; }', 'assign running'],
    ['add(x) { this.items.push(x); delete this.last; this.n++; }', 'mutator items push,delete last,assign n'],
    ['later() { return () => { this.a.b = 1; }; }', 'assign a.b'],
    ['other() { return function () { this.a = 1; }; }', ''],
    ['reads() { return this.a[this.b]; }', ''],
    ['whole() { this.push(1); }', ''],
  ])('%s', (source, expected) =>
    expect(scan(source).thisWrites.map(({ kind, path, method }) => [kind, path.join('.'), method].filter(Boolean).join(' ')).join()).toBe(expected));
});

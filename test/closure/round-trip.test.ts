import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, describeOne, ship } from './ship.js';

const limit = 10;
const isEven = (n: number): boolean => (n === 0 ? true : isOdd(n - 1));
const isOdd = (n: number): boolean => (n === 0 ? false : isEven(n - 1));

describe('functions', () => {
  it('take what they close over', () => {
    const step = 2;
    const add = (n: number) => n + step + limit;
    const copy = ship(add);
    expect(copy).not.toBe(add);
    expect(copy(1)).toBe(13);
    expect(copy.name).toBe('add');
  });

  it('call themselves and each other', () => {
    expect(ship(function factorial(n: number): number { return n < 2 ? 1 : n * factorial(n - 1); })(5)).toBe(120);
    expect(ship(isEven)(10)).toBe(true);
  });

  it('keep defaults, destructuring and rest', () => {
    const fallback = 6;
    const f = ({ a = fallback, ...rest }: Record<string, number>, [b] = [7], ...more: number[]) => [a, b, rest, more];
    expect(ship(f)({ x: 1 }, undefined, 3)).toEqual([6, 7, { x: 1 }, [3]]);
  });

  it('reach imports, modules and globals', () => {
    const f = () => [path.join('a', 'b'), typeof readFileSync, Math.max(1, limit), typeof process.pid];
    expect(ship(f)()).toEqual([path.join('a', 'b'), 'function', 10, 'number']);
  });

  it('stay generators and async functions', async () => {
    const all = ship(function* () { yield limit; yield* [1, 2]; });
    expect([...all()]).toEqual([10, 1, 2]);
    expect(await ship(async (n: number) => { await null; return n + limit; })(1)).toBe(11);
    const out: number[] = [];
    for await (const n of ship(async function* () { yield limit; })()) out.push(n);
    expect(out).toEqual([10]);
  });

  it('keep one variable a turn', () => {
    const list: (() => number)[] = [];
    for (let i = 0; i < 3; i++) list.push(() => i);
    expect(ship(list[1]!)()).toBe(1);
  });

  it('work as methods and accessors', () => {
    const key = 'computed';
    const o = { base: 3, mul(n: number) { return this.base * n + limit; }, get twice() { return this.base * 2; }, async [key]() { return key; } };
    expect(ship(o.mul).call(o, 2)).toBe(16);
    expect(ship(Object.getOwnPropertyDescriptor(o, 'twice')!.get!).call(o)).toBe(6);
    expect(ship(o[key]).name).toBe('computed');
  });

  it('keep bound values', () => {
    const o = { n: 2, get(this: { n: number }, a: number, b: number) { return [this.n, a, b]; } };
    expect(ship(o.get.bind(o, 5))(6)).toEqual([2, 5, 6]);
    expect(ship(o.get.bind(o, 5).bind(null, 8))()).toEqual([2, 5, 8]);
    expect(describeOne(o.get.bind(-0 as never, 1n as never))).toMatchObject({ boundThis: -0, boundArgs: [1n] });
  });

  it('keep properties and ES5 prototypes', () => {
    function f() { return f.count; }
    f.count = 3;
    expect(ship(f)()).toBe(3);
    function Old(this: { a: number }, a: number) { this.a = a; }
    Old.prototype.get = function () { return this.a; };
    expect(new (ship(Old) as any)(4).get()).toBe(4);
  });

  it('leave dead names dead', () => {
    const copy = ship(() => late);
    expect(() => copy()).toThrow(ReferenceError);
    const late = 1;
  });

  it('can be shipped on', () => {
    const step = 5;
    const copy = ship(ship((n: number) => () => n + step + limit));
    expect(copy(1)()).toBe(16);
    expect(ship(copy(2))()).toBe(17);
  });

  it('come from new Function', () => expect(ship(new Function('a', 'return a + 1'))(1)).toBe(2));

  it('take globals that the program set', () => {
    (globalThis as any).pythreadsTestGlobal = { z: 1 };
    try {
      expect(codeOf(() => (globalThis as any).x ?? (eval2 as any)).captures.map((c) => c.name)).toEqual(['eval2']);
      expect(codeOf(new Function('return pythreadsTestGlobal.z')).captures).toMatchObject([{ name: 'pythreadsTestGlobal', value: { z: 1 } }]);
    } finally {
      delete (globalThis as any).pythreadsTestGlobal;
    }
  });
});

const eval2 = undefined;

describe('natives', () => {
  const cases: [string, Function][] = [
    ['Math.max', Math.max],
    ['JSON.stringify', JSON.stringify],
    ['Array.prototype.push', [].push],
    ['console.log', process.getBuiltinModule('node:console').log],
    ['fs.readFileSync', readFileSync],
    ['setTimeout', setTimeout],
    ['EventEmitter.prototype.on', process.getBuiltinModule('node:events').prototype.on],
    ['Promise', Promise],
    ['Map.prototype.size getter', Object.getOwnPropertyDescriptor(Map.prototype, 'size')!.get!],
  ];
  for (const [name, fn] of cases) {
    it(name, () => {
      expect(describeOne(fn).kind).toBe('native');
      expect(ship(fn)).toBe(fn);
    });
  }
});

describe('classes', () => {
  class Base {
    m() { return 1000; }
  }
  const symbol = Symbol('key');

  it('keep heritage, fields, accessors and private members', () => {
    class X extends Base {
      #secret = limit;
      v = 5;
      constructor(readonly extra: number) { super(); }
      override m() { return super.m() + this.#hidden() + this.v + this.extra; }
      #hidden() { return this.#secret; }
      get acc() { return this.#secret; }
      static make(n: number) { return new X(n); }
      [symbol]() { return 'by symbol'; }
      *[Symbol.iterator]() { yield this.v; }
    }
    const Copy = ship(X);
    const x = Copy.make(1);
    expect(x).toBeInstanceOf(Copy);
    expect(x.m()).toBe(1016);
    expect([x.acc, [...x], x[symbol](), Copy.name]).toEqual([10, [5], 'by symbol', 'X']);
    expect(codeOf(X).privateMembers).toEqual(['#secret', '#hidden']);
  });

  it('copy statics instead of running initialisers again', () => {
    let runs = 0;
    const once = <T>(v: T) => {
      runs++;
      return v;
    };
    class S {
      static #count = once(3);
      static list = once([1]);
      static { once(0); }
      static get count() { return S.#count; }
      static bump() { return ++S.#count; }
    }
    const Copy = ship(S);
    expect(runs).toBe(3);
    expect([Copy.list, Copy.count, Copy.bump(), S.count]).toEqual([[1], 3, 4, 3]);
  });

  it('never call a getter, not even of the name', () => {
    class G {
      static get name(): string { throw new Error('called'); }
      static { Object.defineProperty(this, 'x', { get() { throw new Error('called'); } }); }
    }
    expect(Object.getOwnPropertyDescriptor(ship(G), 'x')!.get).toBeTypeOf('function');
  });

  it('can be shipped on', () => {
    class S extends Base {
      static #count = limit;
      [symbol]() { return S.#count; }
      override m() { return super.m() + 1; }
    }
    const Once = ship(S);
    const Twice = ship(Once);
    expect([new Twice()[symbol](), new Twice().m()]).toEqual([10, 1001]);
    expect(codeOf(Twice).template).toEqual(codeOf(S).template);
  });

  it('keep neighbours of blanked members apart', () => {
    const Copy = ship(new Function('limit', 'return class { a = limit\n static s = 2; *gen() { yield this.a } }')(limit) as new () => { gen(): number[] });
    expect([...new Copy().gen()]).toEqual([10]);
  });

  it('keep mixins', () => {
    const mixin = (B: typeof Base) => class extends B { mix() { return this.m() + limit; } };
    const Mixed = ship(mixin(Base));
    expect(new Mixed().mix()).toBe(1010);
  });

  it('give methods of their class when bound', () => {
    class Y extends Base { #n = 1; override m() { return super.m() + this.#n; } }
    const y = new Y();
    const session = describeOne(y.m.bind(y));
    expect(session.kind).toBe('bound');
    const bound = ship(y.m.bind({ __proto__: Y.prototype } as never));
    expect(() => bound()).toThrow(TypeError); // no #n: it is the real method
  });

  it('extends null', () => {
    const N = ship(new Function('return class N extends null {}')() as Function);
    expect(Object.getPrototypeOf(N.prototype)).toBe(null);
  });
});

describe('stack traces', () => {
  it('show the file and the line of the original', () => {
    const thrower = () => {
      const nothing = null as never as { x: 1 };
      return nothing.x;
    };
    const frameOf = (f: Function) => {
      try {
        f();
      } catch (error) {
        return (error as Error).stack!.split('\n')[1]!.replace(/.*\(|\)$/g, '').replace('file://', '').replace(/^ *at /, '');
      }
      return 'nothing thrown';
    };
    expect(frameOf(ship(thrower))).toBe(frameOf(thrower));
  });
});

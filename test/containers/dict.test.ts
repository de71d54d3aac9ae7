import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../src/builtins/container-sharing.js';
import '../../src/builtins/module.js';
import { dict } from '../../src/builtins/dict.js';
import { len } from '../../src/builtins/len.js';
import { list } from '../../src/builtins/list.js';
import { object } from '../../src/builtins/object.js';
import { repr } from '../../src/builtins/repr.js';
import { set } from '../../src/builtins/set.js';
import { KeyError, RuntimeError, ValueError } from '../../src/internal/base/errors.js';
import { ptrOf } from '../../src/internal/codec/index.js';
import { publish } from '../../src/internal/codec/publish.js';
import { usage } from '../../src/internal/memory/alloc.js';
import { raises, shared } from './helpers.js';

describe('making a dict', () => {
  it('takes mappings, pairs and keywords', () => {
    expect(repr(dict())).toBe('{}');
    expect(repr(new dict({ a: 1 }))).toBe("{'a': 1}");
    expect(repr(dict(new Map<unknown, number>([[1, 2], ['k', 3]])))).toBe("{1: 2, 'k': 3}");
    expect(repr(dict([['a', 1], ['b', 2]]))).toBe("{'a': 1, 'b': 2}");
    expect(repr(dict(['ab', 'cd'] as never))).toBe("{'a': 'b', 'c': 'd'}");
    expect(repr(dict(dict({ a: 1 }), { b: 2 }))).toBe("{'a': 1, 'b': 2}");
    expect(repr(dict.fromkeys('ab'))).toBe("{'a': None, 'b': None}");
    expect(repr(dict.fromkeys([1, 2], 0))).toBe('{1: 0, 2: 0}');
    expect(dict()).toBeInstanceOf(dict);
    const ages = dict<string, number>();
    ages.setdefault('a', 1).toFixed(1);
  });

  it('refuses what holds no pairs', () => {
    raises(() => dict(3 as never), TypeError, "'int' object is not iterable");
    raises(() => dict([1] as never), TypeError, 'cannot convert dictionary update sequence element #0 to a sequence');
    raises(() => dict([[1, 2], [1, 2, 3]] as never), ValueError, 'dictionary update sequence element #1 has length 3; 2 is required');
  });

  it('can be extended', () => {
    class Counter extends dict<string, number> {
      total = 0;
      count(word: string) {
        this[word] = (this[word] ?? 0) + 1;
        this.total++;
      }
      get most() {
        return Math.max(...this.values());
      }
    }
    const counter = new Counter({ a: 5 });
    counter.count('a');
    counter.count('b');
    expect([...counter]).toEqual(['a', 'b']);
    expect(counter.total).toBe(2);
    expect(counter.most).toBe(6);
    expect(counter).toBeInstanceOf(Counter);
    expect('total' in counter).toBe(true);
    expect(counter.has('total')).toBe(false);
    expect(String(counter)).toBe("{'a': 6, 'b': 1}");

    class Groups extends dict<string, list> {
      __missing__(key: string) {
        return this.setdefault(key, list());
      }
    }
    const groups = new Groups();
    groups['x'].append(1);
    groups.__getitem__('x').append(2);
    expect(String(groups)).toBe("{'x': [1, 2]}");
  });
});

describe.each([['private', <D extends object>(d: D) => d], ['shared', shared]] as const)('a %s dict', (_, as) => {
  it('has keys of many kinds', () => {
    const lock = object();
    const d = as(dict<any, string>());
    const keys = ['a', '', 'a string of some length', '漢字', 1, -1.5, 2 ** 60, Number.POSITIVE_INFINITY, null, 10n, 10n ** 30n, [1, 'x'], [[1], [2]], [], lock, [lock, 1]];
    for (const key of keys) d.__setitem__(key, repr(key));
    expect(d.size).toBe(keys.length);
    for (const key of keys) expect(d.get(key)).toBe(repr(key));
    expect([...d]).toEqual(keys);
    expect(Object.isFrozen([...d][11])).toBe(true);
    expect(d.get([object(), 1])).toBeUndefined();
    expect(d.get(10)).toBe('10');
    const same: any[] = [1];
    d.__setitem__([same, same], 'twice');
    expect(d.get([[1], [1]])).toBe('twice');
    d.clear();
  });

  it('takes 1 and true, 0 and -0, null and undefined for one key', () => {
    const d = as(dict<any, string>());
    d.__setitem__(1, 'one');
    d.__setitem__(true, 'yes');
    d.__setitem__(0, 'zero');
    d.__setitem__(-0, 'none');
    d.__setitem__(null, 'null');
    d.__setitem__(undefined, 'undefined');
    d.__setitem__(1n, 'big');
    d.__setitem__(Number.NaN, 'nan');
    expect(repr(d)).toBe("{1: 'big', 0: 'none', None: 'undefined', nan: 'nan'}");
    expect(d.get(Number.NaN)).toBe('nan');
    expect(d.get([-0])).toBeUndefined();
    expect(repr(as(dict<any, number>([[true, 1], [5n, 2]])))).toBe('{True: 1, 5: 2}');
    expect([...dict([[5n, 2]])]).toEqual([5n]);
  });

  it('takes functions, classes and symbols by identity', () => {
    const f = () => 1;
    const d = as(dict<any, any>([[f, 'f'], [ValueError, 'class'], [Symbol.iterator, 'symbol']]));
    expect([d.get(f), d.get(ValueError), d.get(Symbol.iterator), d.get(() => 1), d.get(TypeError)]).toEqual(['f', 'class', 'symbol', undefined, undefined]);
    d.__setitem__(f, 'again');
    expect(d.size).toBe(3);
    expect(d.pop(f)).toBe('again');
  });

  it('takes instances of a plain class by identity', () => {
    class Plain {}
    const one = new Plain();
    const other = new Plain();
    const d = as(dict<any, any>([[one, 1], [[other, 2], 2]]));
    expect([d.get(one), d.get([other, 2]), d.has(other), d.has([one, 2]), [...d.keys()][0] === one]).toEqual([1, 2, false, false, true]);
  });

  it('says what to do about an instance that cannot be shared', () => {
    class Secret {
      #value = 1;
      read() {
        return this.#value;
      }
    }
    raises(() => dict<any, any>([[new Secret(), 1]]), TypeError, "unhashable type: 'Secret': its instances are copied to threads; let the class extend object from pythreads/builtins, and have no #private members");
  });

  it('refuses what can be no key', () => {
    const d = as(dict<any, any>());
    for (const [key, name] of [[{}, 'dict'], [list(), 'list'], [dict(), 'dict'], [set(), 'set'], [new Set(), 'set'], [new Date(), 'Date'], [[1, {}], 'dict']] as const) {
      raises(() => d.__setitem__(key, 1), TypeError, `unhashable type: '${name}'`);
      raises(() => d.get(key), TypeError, `unhashable type: '${name}'`);
    }
    expect(d.size).toBe(0);
  });

  it('works by property', () => {
    const d = as(dict<any, any>({ a: 1 }));
    d['b'] = 2;
    d.c = [3];
    expect([d.a, d['b'], d.c[0], d.missing]).toEqual([1, 2, 3, undefined]);
    expect('a' in d).toBe(true);
    expect('z' in d).toBe(false);
    expect(delete d.a).toBe(true);
    raises(() => delete d.a, KeyError, 'a');
    expect(Object.keys(d)).toEqual(['b', 'c']);
    expect({ ...dict({ x: 1 }) }).toEqual({ x: 1 });
    const { b } = d;
    expect(b).toBe(2);
    d[1] = 'one';
    expect(d[1]).toBe('one');
    expect([...d]).toEqual(['b', 'c', 1]);
    d.__setitem__('1', 'text');
    expect(d[1]).toBe('text');
    d[1] = 'changed';
    expect([d.get('1'), d.get(1)]).toEqual(['changed', 'one']);
    expect(Object.keys(d)).toEqual(['b', 'c', '1']);
  });

  it('keeps keys and methods apart', () => {
    const d = as(dict<string, any>({ get: 1, size: 2, constructor: 3, items: 4 }));
    expect(d.get('get')).toBe(1);
    expect(d.get('constructor')).toBe(3);
    expect(d.size).toBe(4);
    expect(typeof d['items']).toBe('function');
    raises(() => ((d as any)['items'] = 5), TypeError, `'items' is a member of dict: write d.__setitem__("items", value)`);
    raises(() => ((d as any)['size'] = 5), TypeError, `'size' is a member of dict: write d.__setitem__("size", value)`);
    d.__setitem__('items', 5);
    expect(d.get('items')).toBe(5);
    expect('items' in d).toBe(true);
    expect('values' in d).toBe(false);
    expect(JSON.stringify(d)).toBe('{"get":1,"size":2,"constructor":3,"items":5}');
  });

  it('has the methods of Python', () => {
    const d = as(dict<string, any>({ a: 1, b: 2 }));
    expect(d.get('z')).toBeUndefined();
    expect(d.get('z', 0)).toBe(0);
    expect(d.setdefault('a', 5)).toBe(1);
    expect(d.setdefault('c', 5)).toBe(5);
    expect(d.setdefault('n')).toBe(null);
    expect(d.pop('n')).toBe(null);
    expect(d.pop('n', 'gone')).toBe('gone');
    raises(() => d.pop('n'), KeyError, 'n');
    raises(() => d.__getitem__('n'), KeyError, 'n');
    raises(() => d.__delitem__('n'), KeyError, 'n');
    d.update({ a: 10 }, { e: 4 });
    expect(repr(d)).toBe("{'a': 10, 'b': 2, 'c': 5, 'e': 4}");
    expect(d.popitem()).toEqual(['e', 4]);
    const copy = d.copy();
    d.clear();
    expect(len(d)).toBe(0);
    raises(() => d.popitem(), KeyError, 'popitem(): dictionary is empty');
    expect(copy.__eq__({ b: 2, a: 10, c: 5 })).toBe(true);
    expect(copy.__eq__(dict({ b: 2, a: 10, c: 6 }))).toBe(false);
    expect(list([dict({ a: [1] })]).includes({ a: [1] })).toBe(true);
  });

  it('has the habits of a Map', () => {
    const d = as(dict<any, any>());
    expect(d.set('a', [1]).set([1, 2], 'pair')).toBe(d);
    expect(d['a']).toBeInstanceOf(list);
    expect([d.delete('a'), d.delete('a'), d.size]).toEqual([true, false, 1]);
    const entries = d.entries();
    expect(entries.next().value).toEqual([[1, 2], 'pair']);
    expect(entries.next().done).toBe(true);
    const seen: unknown[] = [];
    d.forEach((value, key, all) => seen.push(value, key, all === d));
    expect(seen).toEqual(['pair', [1, 2], true]);
  });

  it('has live views', () => {
    const d = as(dict<string, number>({ a: 1 }));
    const keys = d.keys();
    const items = d.items();
    d.b = 2;
    expect([...keys]).toEqual(['a', 'b']);
    expect([...d.values()]).toEqual([1, 2]);
    expect([...items]).toEqual([['a', 1], ['b', 2]]);
    expect([String(keys), String(d.values()), String(items)]).toEqual([
      "dict_keys(['a', 'b'])", 'dict_values([1, 2])', "dict_items([['a', 1], ['b', 2]])",
    ]);
    expect([keys.has('a'), d.values().has(2), items.has(['a', 1]), items.has(['a', 2])]).toEqual([true, true, true, false]);
    expect(len(keys)).toBe(2);
  });

  it('tells when it changes under an iteration', () => {
    const d = as(dict<number, number>([[1, 1], [2, 2]]));
    raises(() => {
      for (const key of d) d.__setitem__(key + 10, 0);
    }, RuntimeError, 'dictionary changed size during iteration');
    const big = as(dict<number, number>(Array.from({ length: 100 }, (_, i) => [i, i] as [number, number])));
    for (const key of big) big.__setitem__(key, -key);
    for (const [key, value] of big.items()) expect(value).toBe(-key);
    raises(() => {
      for (const key of big) {
        big.pop(key);
        big.__setitem__(key + 1000, 0);
      }
    }, RuntimeError, 'dictionary keys changed during iteration');
    for (const key of [...big]) big.pop(key);
    expect(big.size).toBe(0);
  });

  it('writes itself as Python does', () => {
    const d = as(dict<string, any>({ a: [1, { b: null }] }));
    expect(String(d)).toBe("{'a': [1, {'b': None}]}");
    expect(inspect(d)).toBe(String(d));
    d.me = d;
    expect(String(d)).toBe("{'a': [1, {'b': None}], 'me': {...}}");
    d.clear();
    expect(JSON.stringify(dict([[true, 1], [null, [2]]] as any))).toBe('{"true":1,"null":[2]}');
    raises(() => JSON.stringify(dict([[[1, 2], 1]] as any)), TypeError, 'keys must be str, int, float, bool or None, not tuple');
  });

  it('shares plain containers that are stored into it, cycles included', () => {
    const plain: any = { inner: { n: 1 }, at: new Map([[1, new Set([2])]]) };
    plain.self = plain;
    const d = as(dict<string, any>());
    d.plain = plain;
    expect(d.plain.self).toBe(d.plain);
    d.plain.inner.n = 2;
    expect(String(d)).toBe("{'plain': {'inner': {'n': 2}, 'at': {1: {2}}, 'self': {...}}}");
    plain.inner.n = 3;
    expect(d.plain.inner.n).toBe(3);
    d.math = Math;
    expect(d.math).toBe(Math);
    d.plain.clear();
  });

  it('takes from both ends in time', () => {
    const d = as(dict<number, number>());
    for (let i = 0; i < 50_000; i++) d.__setitem__(i, i);
    for (let i = 0; i < 20_000; i++) {
      const [first] = d;
      d.pop(first);
    }
    for (let i = 49_999; i >= 40_000; i--) expect(d.popitem()).toEqual([i, i]);
    for (let i = 0; i < 100_000; i++) {
      d.__setitem__(-1, i);
      d.popitem();
    }
    expect([d.size, [...d][0]]).toEqual([20_000, 20_000]);
  });
});

it('gives back what it held', () => {
  const before = usage().usedBytes;
  const d = dict<any, any>();
  for (let i = 0; i < 1000; i++) d.__setitem__(`a key of some length ${i}`, `a value of some length ${i}`);
  for (let i = 0; i < 500; i++) d.pop(`a key of some length ${i}`);
  d.update(d.copy());
  d.get([1, 2, 'three']);
  d.__setitem__([1, 2], 1);
  d.__setitem__([1, 2], 2);
  d.clear();
  expect(usage().usedBytes - before).toBeLessThan(200_000);
});

const key = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom<unknown>('a', 'b', 'a longer string', 'k0', 'k1', 'k2', null, true, [1], [1, 'x'], 5n));
const operation = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constant('set'), key, fc.integer()) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('pop'), key) },
  fc.tuple(fc.constant('get'), key),
  fc.tuple(fc.constant('setdefault'), key, fc.integer()),
  fc.tuple(fc.constant('popitem')),
  fc.tuple(fc.constant('has'), key),
  fc.tuple(fc.constant('update'), fc.array(fc.tuple(key, fc.integer()), { maxLength: 30 })),
  fc.tuple(fc.constant('clear')),
);

/** One text for keys that are one in Python. */
function text(k: unknown): string {
  if (k === true) return '1';
  return typeof k === 'string' ? `'${k}'` : repr(k);
}

class Model {
  map = new Map<string, [unknown, unknown]>();
  put(k: unknown, v: unknown) {
    const known = this.map.get(text(k));
    this.map.set(text(k), [known ? known[0] : k, v]);
  }
  run([name, a, b]: any[]): unknown {
    const known = this.map.get(text(a));
    switch (name) {
      case 'set': return this.put(a, b);
      case 'pop': return known ? (this.map.delete(text(a)), known[1]) : 'KeyError';
      case 'get': return known?.[1];
      case 'setdefault': return known ? known[1] : (this.put(a, b), b);
      case 'popitem': {
        const last = [...this.map].at(-1);
        if (!last) return 'KeyError';
        this.map.delete(last[0]);
        return last[1];
      }
      case 'has': return known !== undefined;
      case 'update': return a.forEach(([k, v]: any) => this.put(k, v));
      default: return this.map.clear();
    }
  }
}

function onDict(d: dict, [name, a, b]: any[]): unknown {
  switch (name) {
    case 'set': return d.__setitem__(a, b);
    case 'update': return d.update(a);
    default: return d[name](a, ...(b === undefined ? [] : [b]));
  }
}

it('does what a plain model does under random operations', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 80 }), fc.boolean(), (operations, isShared) => {
      const d = dict<any, any>();
      if (isShared) publish(ptrOf(d));
      const model = new Model();
      for (const step of operations) {
        let result: unknown;
        try {
          result = onDict(d, step);
        } catch (error) {
          result = (error as Error).name;
        }
        expect(result).toEqual(model.run(step));
        expect(d.size).toBe(model.map.size);
      }
      expect([...d.items()]).toEqual([...model.map.values()]);
    }),
    { numRuns: 400 },
  );
});

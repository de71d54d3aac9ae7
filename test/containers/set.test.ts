import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../src/builtins/container-sharing.js';
import '../../src/builtins/module.js';
import { len } from '../../src/builtins/len.js';
import { list } from '../../src/builtins/list.js';
import { object } from '../../src/builtins/object.js';
import { repr } from '../../src/builtins/repr.js';
import { set } from '../../src/builtins/set.js';
import { AttributeError, KeyError, RuntimeError } from '../../src/internal/base/errors.js';
import { usage } from '../../src/internal/memory/alloc.js';
import { raises, shared } from './helpers.js';

describe('making a set', () => {
  it('takes any iterable', () => {
    expect(repr(set())).toBe('set()');
    expect(repr(set('abca'))).toBe("{'a', 'b', 'c'}");
    expect(repr(new set([1, true, 2]))).toBe('{1, 2}');
    expect(repr(set(set([3])))).toBe('{3}');
    raises(() => set(3 as never), TypeError, "'int' object is not iterable");
    raises(() => set([[1, {}]]), TypeError, "unhashable type: 'dict'");
    expect(set()).toBeInstanceOf(set);
  });

  it('can be extended', () => {
    class Tags extends set<string> {
      added = 0;
      add(tag: string) {
        super.add(tag.toLowerCase());
        this.added++;
      }
    }
    const tags = new Tags();
    tags.add('A');
    tags.add('a');
    expect([tags.added, tags.size, String(tags)]).toEqual([2, 1, "{'a'}"]);
    expect(Object.keys(tags)).toEqual(['added']);
  });
});

describe.each([['private', <S extends object>(s: S) => s], ['shared', shared]] as const)('a %s set', (_, as) => {
  it('has the habits of a Set', () => {
    const s = as(set<any>(['a', 5]));
    expect([...s.keys()]).toEqual(['a', 5]);
    expect([...s.entries()]).toEqual([['a', 'a'], [5, 5]]);
    expect([s.delete('a'), s.delete('a'), s.size]).toEqual([true, false, 1]);
  });

  it('adds and takes out', () => {
    const owner = object();
    const s = as(set<any>());
    for (const item of [1, 'a', [1, 'a'], owner, null]) s.add(item);
    s.add([1, 'a']);
    expect(s.size).toBe(5);
    expect([s.has([1, 'a']), s.has(owner), s.has(object()), s.__contains__(undefined)]).toEqual([true, true, false, true]);
    s.discard('a');
    s.discard('a');
    s.remove([1, 'a']);
    raises(() => s.remove(7), KeyError, '7');
    expect([s.pop(), s.pop(), s.pop()]).toEqual([1, owner, null]);
    raises(() => s.pop(), KeyError, 'pop from an empty set');
    raises(() => s.add(list()), TypeError, "unhashable type: 'list'");
  });

  it('does the algebra of sets', () => {
    const a = as(set([1, 2, 3, 4]));
    const b = as(set([3, 4, 5]));
    expect(repr(a.union(b, [9]))).toBe('{1, 2, 3, 4, 5, 9}');
    expect(repr(a.intersection(b))).toBe('{3, 4}');
    expect(repr(a.intersection([4], new Set([3, 4])))).toBe('{4}');
    expect(repr(a.difference(b, [1]))).toBe('{2}');
    expect(repr(a.symmetric_difference(b))).toBe('{1, 2, 5}');
    expect(repr(a.symmetric_difference([9, 9, 1]))).toBe('{2, 3, 4, 9}');
    expect([a.issubset(b), set([3]).issubset(b), a.issuperset([1, 2]), a.isdisjoint(b), a.isdisjoint([7])]).toEqual([false, true, true, false, true]);
    expect([a.__eq__(new Set([4, 3, 2, 1])), a.__eq__([1, 2, 3, 4]), a.__eq__(b), a.__lt__(set([1, 2, 3, 4, 5]))]).toEqual([true, false, false, true]);
    a.update(b, [6]);
    a.intersection_update([2, 3, 4, 5, 6]);
    a.difference_update([2], [3]);
    a.symmetric_difference_update([4, 8]);
    expect(repr(a)).toBe('{5, 6, 8}');
    a.difference_update(a);
    expect(len(a)).toBe(0);
  });

  it('is iterated in order', () => {
    const s = as(set([3, 1, 2]));
    expect([...s]).toEqual([3, 1, 2]);
    raises(() => {
      for (const item of s) s.add(item + 10);
    }, RuntimeError, 'Set changed size during iteration');
    const seen: number[] = [];
    s.copy().forEach((item) => seen.push(item));
    expect(seen).toEqual([3, 1, 2, 13]);
    expect(JSON.stringify(s)).toBe('[3,1,2,13]');
    expect(inspect(s)).toBe('{3, 1, 2, 13}');
    s.clear();
    expect(String(s)).toBe('set()');
  });

  it('takes no attributes of its own', () => {
    const s = as(set<number>());
    raises(() => ((s as any).foo = 1), AttributeError, "'set' object has no attribute 'foo' and no __dict__ for setting new attributes");
    const { add } = s;
    add(1);
    expect(s.size).toBe(1);
  });
});

it('gives back what it held', () => {
  const before = usage().usedBytes;
  const s = set<any>();
  for (let i = 0; i < 1000; i++) s.add(`an item of some length ${i}`);
  s.intersection_update([...s].slice(0, 500));
  s.difference_update([...s].slice(0, 100));
  s.symmetric_difference_update([...s].slice(0, 100));
  while (s.size > 10) s.pop();
  s.clear();
  expect(usage().usedBytes - before).toBeLessThan(250_000);
});

const item = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom('a', 'b', 'a longer string'));
const items = fc.array(item, { maxLength: 25 });
const operation = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constant('add'), item) },
  fc.tuple(fc.constant('remove'), item),
  fc.tuple(fc.constant('has'), item),
  fc.tuple(fc.constant('pop')),
  fc.tuple(fc.constantFrom('update', 'intersection_update', 'difference_update', 'symmetric_difference_update'), items),
  fc.tuple(fc.constantFrom('union', 'intersection', 'difference', 'symmetric_difference'), items),
  fc.tuple(fc.constantFrom('issubset', 'issuperset', 'isdisjoint'), items),
);

function replace(model: Set<unknown>, contents: unknown[]): void {
  model.clear();
  for (const each of contents) model.add(each);
}

function combine(name: string, model: Set<unknown>, other: Set<unknown>): unknown[] {
  switch (name) {
    case 'union': return [...model, ...[...other].filter((x) => !model.has(x))];
    case 'intersection': return [...model].filter((x) => other.has(x));
    case 'difference': return [...model].filter((x) => !other.has(x));
    default: return [...[...model].filter((x) => !other.has(x)), ...[...other].filter((x) => !model.has(x))];
  }
}

function onModel(model: Set<unknown>, [name, a]: any[]): unknown {
  switch (name) {
    case 'add': return void model.add(a);
    case 'remove': return model.delete(a) ? undefined : 'KeyError';
    case 'has': return model.has(a);
    case 'pop': {
      if (model.size === 0) return 'KeyError';
      const [first] = model;
      model.delete(first);
      return first;
    }
    case 'issubset': return [...model].every((x) => a.includes(x));
    case 'issuperset': return a.every((x: unknown) => model.has(x));
    case 'isdisjoint': return !a.some((x: unknown) => model.has(x));
  }
  const result = combine(name === 'update' ? 'union' : name.replace('_update', ''), model, new Set(a));
  if (!name.endsWith('update')) return result;
  return replace(model, result);
}

it('does what a plain model does under random operations', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60 }), fc.boolean(), (operations, isShared) => {
      const s = set<any>();
      if (isShared) shared(s);
      const model = new Set<unknown>();
      for (const step of operations) {
        let result: unknown;
        try {
          result = (s as any)[step[0]](...step.slice(1));
          if (result instanceof set) result = [...result];
        } catch (error) {
          result = (error as Error).name;
        }
        expect(result).toEqual(onModel(model, step));
        expect([...s]).toEqual([...model]);
      }
    }),
    { numRuns: 400 },
  );
});

import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../src/builtins/container-sharing.js';
import '../../src/builtins/module.js';
import { list } from '../../src/builtins/list.js';
import { object } from '../../src/builtins/object.js';
import { range } from '../../src/builtins/range.js';
import { AttributeError, IndexError, ValueError } from '../../src/internal/base/errors.js';
import { usage } from '../../src/internal/memory/alloc.js';
import { raises, shared } from './helpers.js';

describe('making a list', () => {
  it('takes any iterable, with and without new', () => {
    expect([...list()]).toEqual([]);
    expect([...new list([1, 2])]).toEqual([1, 2]);
    expect([...list('añ😀')]).toEqual(['a', 'ñ', '😀']);
    expect([...list(range(3))]).toEqual([0, 1, 2]);
    expect([...list(new Set([1, 2]))]).toEqual([1, 2]);
    expect([...list(list([1, 2]))]).toEqual([1, 2]);
    expect(list()).toBeInstanceOf(list);
    const typed = list<number>();
    typed.append(1);
    expect(typed[0].toFixed(1)).toBe('1.0');
  });

  it('refuses what cannot be iterated', () => {
    raises(() => list(3 as never), TypeError, "'int' object is not iterable");
    raises(() => list(null as never), TypeError, "'NoneType' object is not iterable");
    raises(() => list([1]).extend(3 as never), TypeError, "'int' object is not iterable");
  });

  it('can be extended', () => {
    class Stack extends list<number> {
      limit = 2;
      push2(value: number): void {
        if (this.length < this.limit) super.append(value);
      }
      get top(): number {
        return this[-1];
      }
    }
    const stack = new Stack([7]);
    stack.push2(8);
    stack.push2(9);
    expect([...stack]).toEqual([7, 8]);
    expect(stack.top).toBe(8);
    expect(stack).toBeInstanceOf(Stack);
    expect(stack).toBeInstanceOf(list);
    stack.limit = 5;
    expect(stack.limit).toBe(5);
    expect(Object.keys(stack)).toEqual(['0', '1', 'limit']);
    expect(String(stack)).toBe('[7, 8]');
  });
});

describe.each([['private', <L extends object>(x: L) => x], ['shared', shared]] as const)('a %s list', (_, as) => {
  it('keeps values of all kinds', () => {
    const owner = object();
    const when = new Date(5);
    const f = () => 3;
    const values = [1, -0, Number.NaN, 1.5, '', 'short', 'longer than eight', 'ünï', '漢字', true, false, null, undefined, 10n, owner, f];
    const x = as(list<unknown>(values));
    expect([...x]).toEqual(values);
    expect(x[14]).toBe(owner);
    expect(x[-1]).toBe(f);
    expect(x[-1]).toBe(f);
    x.append(when);
    expect(x[-1]).toEqual(when);
    expect(x.pop()).toEqual(when);
    expect([...x]).toEqual(values);
  });

  it('grows and shrinks at both ends', () => {
    const x = as(list<number>());
    const model: number[] = [];
    for (let i = 0; i < 5000; i++) {
      x.append(i);
      model.push(i);
      if (i % 3 === 0) expect(x.pop(0)).toBe(model.shift());
    }
    for (let i = 0; i < 2000; i++) {
      x.insert(0, i);
      model.unshift(i);
    }
    expect([...x]).toEqual(model);
    while (model.length > 0) expect(x.pop()).toBe(model.pop());
    expect(x.length).toBe(0);
  });

  it('inserts where Python does', () => {
    const x = as(list([1, 2, 3]));
    x.insert(1, 10);
    x.insert(-1, 11);
    x.insert(-100, 12);
    x.insert(100, 13);
    expect([...x]).toEqual([12, 1, 10, 2, 11, 3, 13]);
  });

  it('pops, removes and deletes', () => {
    const x = as(list(['a', 'b', 'c', 'd', 'b']));
    expect(x.pop(1)).toBe('b');
    expect(x.pop(-2)).toBe('d');
    x.remove('b');
    expect([...x]).toEqual(['a', 'c']);
    expect(delete x[-1]).toBe(true);
    x.__delitem__(0);
    expect([...x]).toEqual([]);
    raises(() => x.pop(), IndexError, 'pop from empty list');
    x.append('a');
    raises(() => x.pop(3), IndexError, 'pop index out of range');
    raises(() => x.pop('a' as never), TypeError, "'str' object cannot be interpreted as an integer");
    raises(() => x.remove('z'), ValueError, 'list.remove(x): x not in list');
    raises(() => delete x[4], IndexError, 'list assignment index out of range');
  });

  it('finds by equality as Python has it', () => {
    const owner = object();
    const x = as(list<unknown>([1, 'two', 'a string of some length', [1, [2]], owner, null, true, { a: 1 }, 5n]));
    expect(x.index('a string of some length')).toBe(2);
    expect(x.index([1, [2]])).toBe(3);
    expect(x.index(list([1, [2]]))).toBe(3);
    expect(x.index(owner)).toBe(4);
    expect(x.index(undefined)).toBe(5);
    expect(x.index(true)).toBe(0);
    expect(x.count(1)).toBe(2);
    expect(x.index(1, 1)).toBe(6);
    expect(x.index(1, -3)).toBe(6);
    expect(x.includes(5)).toBe(true);
    expect(x.includes(object())).toBe(false);
    expect(x.indexOf('three')).toBe(-1);
    expect(x.__contains__('two')).toBe(true);
    expect(list([Number.NaN]).includes(Number.NaN)).toBe(true);
    raises(() => x.index('x'), ValueError, "'x' is not in list");
    raises(() => x.index('two', 2), ValueError, "'two' is not in list");
    raises(() => x.index('two', 0, 1), ValueError, "'two' is not in list");
    x.remove([1, [2]]);
    expect(x.length).toBe(8);
  });

  it('asks __eq__', () => {
    class Point extends object {
      constructor(public at: number) {
        super();
      }
      __eq__(other: unknown) {
        return other instanceof Point && other.at === this.at;
      }
    }
    const x = as(list([new Point(1), new Point(2), new Point(3)]));
    expect(x.index(new Point(2))).toBe(1);
    x.remove(new Point(2));
    expect(x.map((point) => point.at)).toEqual([1, 3]);
    expect(x.count(new Point(3))).toBe(1);
  });

  it('sorts as Python does', () => {
    const numbers = as(list([3, -1, 2.5, Number.POSITIVE_INFINITY, 0]));
    numbers.sort();
    expect([...numbers]).toEqual([-1, 0, 2.5, 3, Number.POSITIVE_INFINITY]);
    numbers.sort({ reverse: true });
    expect([...numbers]).toEqual([Number.POSITIVE_INFINITY, 3, 2.5, 0, -1]);
    const words = as(list(['b', 'a', 'ﬀ', '😀', 'B']));
    words.sort();
    expect([...words]).toEqual(['B', 'a', 'b', 'ﬀ', '😀']);
    words.sort({ key: (word) => word.length });
    expect([...words]).toEqual(['B', 'a', 'b', 'ﬀ', '😀']);
    const pairs = as(list<[number, string]>([[2, 'a'], [1, 'z'], [1, 'b']]));
    pairs.sort();
    expect(String(pairs)).toBe("[[1, 'b'], [1, 'z'], [2, 'a']]");
    pairs.sort({ key: (pair) => pair[0], reverse: true });
    expect(String(pairs)).toBe("[[2, 'a'], [1, 'b'], [1, 'z']]");
    const mixed = as(list<unknown>([3, 'a']));
    raises(() => mixed.sort(), TypeError, "'<' not supported between instances of 'str' and 'int'");
    expect([...mixed]).toEqual([3, 'a']);
    numbers.sort((a, b) => a - b);
    expect(numbers[0]).toBe(-1);
    class Job extends object {
      constructor(public priority: number) {
        super();
      }
      __lt__(other: Job) {
        return this.priority < other.priority;
      }
    }
    const jobs = as(list([new Job(2), new Job(1)]));
    const [two, one] = jobs;
    jobs.sort();
    expect(jobs[0]).toBe(one);
    expect(jobs[1]).toBe(two);
  });

  it('reads, writes and deletes by index', () => {
    const x = as(list<unknown>([1, 2, 3]));
    x[0] = 'first';
    x[-1] = 'last';
    expect([...x]).toEqual(['first', 2, 'last']);
    expect(x[3]).toBeUndefined();
    expect(x[-4]).toBeUndefined();
    expect(x[7] ?? 'default').toBe('default');
    expect(0 in x).toBe(true);
    expect(3 in x).toBe(false);
    expect('append' in x).toBe(true);
    raises(() => (x[3] = 1), IndexError, 'list assignment index out of range');
    raises(() => x.__getitem__(3), IndexError, 'list index out of range');
    raises(() => x.__setitem__(-4, 0), IndexError, 'list assignment index out of range');
    expect(x.__getitem__(-1)).toBe('last');
    expect((x as never)['01']).toBeUndefined();
    expect(Object.keys(x)).toEqual(['0', '1', '2']);
    expect({ ...x }).toEqual({ 0: 'first', 1: 2, 2: 'last' });
  });

  it('is iterated live', () => {
    const x = as(list([1, 2]));
    const seen: number[] = [];
    for (const item of x) {
      seen.push(item);
      if (item < 3) x.append(item + 2);
    }
    expect(seen).toEqual([1, 2, 3, 4]);
    const iterator = list([1])[Symbol.iterator]();
    iterator.next();
    expect(iterator.next().done).toBe(true);
    const [first, , ...rest] = x;
    expect([first, rest]).toEqual([1, [3, 4]]);
    expect([...x.entries()][1]).toEqual([1, 2]);
    expect([...x.keys()]).toEqual([0, 1, 2, 3]);
    expect(Math.max(...x.values())).toBe(4);
  });

  it('has the habits of an array', () => {
    const x = as(list([1, 2, 3]));
    expect(x.map((item, i) => item * i)).toEqual([0, 2, 6]);
    expect(x.filter((item) => item > 1)).toEqual([2, 3]);
    expect(x.some((item) => item > 2)).toBe(true);
    expect(x.every((item) => item > 2)).toBe(false);
    expect(x.find((item) => item > 1)).toBe(2);
    expect(x.findIndex((item) => item > 1)).toBe(1);
    expect(x.reduce((a, b) => a + b)).toBe(6);
    expect(x.reduce((a, b) => `${a}${b}`, '')).toBe('123');
    expect(x.join('-')).toBe('1-2-3');
    expect(x.slice(1)).toEqual([2, 3]);
    expect(x.slice(-2, -1)).toEqual([2]);
    expect(x.at(-1)).toBe(3);
    expect(x.push(4, 5)).toBe(5);
    expect(x.concat([6], list([7]), 8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const seen: number[] = [];
    x.forEach((item) => seen.push(item));
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    x.length = 2;
    expect(JSON.stringify({ x })).toBe('{"x":[1,2]}');
    x.length = 0;
    expect(x.length).toBe(0);
    raises(() => (x.length = 1), ValueError, 'the length of a list can only be reduced; append() and extend() add items');
    expect(Array.from(list([1, 2]))).toEqual([1, 2]);
    expect(Array.prototype.slice.call(list([1, 2, 3]), 1)).toEqual([2, 3]);
  });

  it('takes out and puts in runs of items, as an array does', () => {
    const x = as(list<unknown>([1, 'two', [3], 4]));
    const third = x[2];
    expect(x.splice(1, 2, 'a', 'b', 'c')).toEqual(['two', third]);
    expect([...x]).toEqual([1, 'a', 'b', 'c', 4]);
    expect(x.splice(-2, 1)).toEqual(['c']);
    expect(x.splice(2, 0, [5])).toEqual([]);
    expect(x[2]).toBeInstanceOf(list);
    expect(x.splice(9, 9, 'end')).toEqual([]);
    expect(x.splice(-9, 1)).toEqual([1]);
    expect(x.unshift('x', 'y')).toBe(7);
    expect(x.shift()).toBe('x');
    expect(String(x)).toBe("['y', 'a', [5], 'b', 4, 'end']");
    expect(x.splice(1)).toHaveLength(5);
    expect(x.splice(0)).toEqual(['y']);
    expect(x.shift()).toBeUndefined();
    expect(x.splice(0, 1, 6)).toEqual([]);
    expect([...x]).toEqual([6]);
    raises(() => x.splice('a' as never), TypeError, "'str' object cannot be interpreted as an integer");
  });

  it('has what arrays have since', () => {
    const x = shared(list([3, 1, 2]));
    expect(x.reduceRight((total, item) => `${total}${item}`, '')).toBe('213');
    expect(x.reduceRight((a, b) => a - b)).toBe(-2);
    expect([x.toReversed(), x.toSorted(), x.toSorted((a, b) => b - a)]).toEqual([[2, 1, 3], [1, 2, 3], [3, 2, 1]]);
    expect([x.toSpliced(1, 1, 7, 8), x.toSpliced(1), x.with(-1, 9)]).toEqual([[3, 7, 8, 2], [3], [3, 1, 9]]);
    raises(() => x.with(3, 0), RangeError, 'Invalid index : 3');
    expect(x.toJSON()).toEqual([3, 1, 2]);
    expect(x.fill(5, 1) === x && x.toJSON()).toEqual([3, 5, 5]);
    expect(x.fill(0, -3, 1).toJSON()).toEqual([0, 5, 5]);
  });

  it('looks from the end, and flattens', () => {
    const x = as(list<any>([1, [2], 1, [2]]));
    expect([x.lastIndexOf(1), x.lastIndexOf([2]), x.lastIndexOf(5)]).toEqual([2, 3, -1]);
    expect(x.findLast((item) => typeof item === 'number')).toBe(1);
    expect(x.findLastIndex((item) => typeof item === 'number')).toBe(2);
    expect(x.flatMap((item, i) => (i < 2 ? item : [i]))).toEqual([1, 2, 2, 3]);
  });

  it('writes itself as Python does', () => {
    const x = as(list<unknown>([1, 'a', null, true, [2, ['it\'s']]]));
    expect(String(x)).toBe(`[1, 'a', None, True, [2, ["it's"]]]`);
    expect(inspect(x)).toBe(String(x));
    expect(inspect({ x: list([1]) })).toBe('{ x: [1] }');
    x.append(x);
    expect(String(x)).toBe(`[1, 'a', None, True, [2, ["it's"]], [...]]`);
    x.clear();
  });

  it('takes no attributes of its own', () => {
    const x = as(list());
    raises(() => ((x as any).foo = 1), AttributeError, "'list' object has no attribute 'foo' and no __dict__ for setting new attributes");
    raises(() => ((x as any).append = 1), AttributeError, "'list' object attribute 'append' is read-only");
    expect((x as any).foo).toBeUndefined();
  });

  it('shares plain containers that are stored into it, cycles included', () => {
    const x = as(list<any>());
    const plain: any[] = [1, [2]];
    plain.push(plain);
    x.append(plain);
    expect(x[0]).toBeInstanceOf(list);
    expect(x[0][1]).toBeInstanceOf(list);
    expect(x[0][2]).toBe(x[0]);
    x[0][1].append(3);
    expect(String(x[0])).toBe('[1, [2, 3], [...]]');
    x[0].clear();
  });

  it('extends itself, reverses, copies and clears', () => {
    const x = as(list<any>([1, 'two', [3]]));
    x.extend(x);
    expect(x.length).toBe(6);
    expect(x[2]).toBe(x[5]);
    x.reverse();
    expect(x.map(String)).toEqual(['[3]', 'two', '1', '[3]', 'two', '1']);
    const copy = x.copy();
    x.clear();
    expect([x.length, copy.length]).toEqual([0, 6]);
    expect(copy.__eq__([[3], 'two', 1, list([3]), 'two', 1])).toBe(true);
  });

  it('hands its methods out bound', () => {
    const x = as(list<number>());
    const { append } = x;
    append(1);
    [2, 3].forEach((item) => x.append(item));
    expect([...x]).toEqual([1, 2, 3]);
    expect(x.append).toBe(x.append);
  });
});

it('gives back what it held', () => {
  const before = usage().usedBytes;
  const x = list<unknown>();
  for (let i = 0; i < 1000; i++) x.append(`a string of some length ${i}`);
  x.sort();
  x.sort({ key: (text) => (text as string).length });
  x.reverse();
  x.remove('a string of some length 5');
  x.includes(Symbol.iterator);
  x.extend(x.copy().slice(0, 10));
  for (let i = 0; i < 400; i++) x.pop(i % 2 === 0 ? 0 : -1);
  x.splice(10, 100, 'one more string of some length');
  x[3] = 'another string of some length';
  x.length = 20;
  x.clear();
  // Two lists remain: this one and its copy, which waits for the garbage collector.
  expect(usage().usedBytes - before).toBeLessThan(150_000);
});

const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom('a', 'b', 'a longer string', null, true, 1.5));
const operation = fc.oneof(
  fc.tuple(fc.constant('append'), value),
  fc.tuple(fc.constant('insert'), fc.integer({ min: -12, max: 12 }), value),
  fc.tuple(fc.constant('pop'), fc.integer({ min: -12, max: 12 })),
  fc.tuple(fc.constant('shift')),
  fc.tuple(fc.constant('remove'), value),
  fc.tuple(fc.constant('set'), fc.integer({ min: -12, max: 12 }), value),
  fc.tuple(fc.constant('delete'), fc.integer({ min: -12, max: 12 })),
  fc.tuple(fc.constant('extend'), fc.array(value, { maxLength: 9 })),
  fc.tuple(fc.constant('splice'), fc.integer({ min: -12, max: 12 }), fc.tuple(fc.integer({ min: 0, max: 12 }), fc.array(value, { maxLength: 9 }))),
  fc.tuple(fc.constant('reverse')),
  fc.tuple(fc.constant('truncate'), fc.integer({ min: 0, max: 12 })),
  fc.tuple(fc.constant('clear')),
  fc.tuple(fc.constant('count'), value),
);

const equals = (a: unknown) => (b: unknown) => a === b || (a === true && b === 1) || (a === 1 && b === true);

/** What the operation returns on a plain array, or the name of the error it raises. */
function onModel(model: unknown[], [name, a, b]: unknown[]): unknown {
  const at = (a as number) < 0 ? (a as number) + model.length : (a as number);
  const isThere = at >= 0 && at < model.length;
  switch (name) {
    case 'append': return void model.push(a);
    case 'insert': return void model.splice(Math.max(0, at), 0, b);
    case 'pop': return isThere ? model.splice(at, 1)[0] : 'IndexError';
    case 'shift': return model.length > 0 ? model.shift() : 'IndexError';
    case 'remove': {
      const index = model.findIndex(equals(a));
      if (index < 0) return 'ValueError';
      return void model.splice(index, 1);
    }
    case 'set': {
      if (!isThere) return 'IndexError';
      model[at] = b;
      return undefined;
    }
    case 'delete': return isThere ? void model.splice(at, 1) : 'IndexError';
    case 'extend': return void model.push(...(a as unknown[]));
    case 'splice': return model.splice(a as number, (b as [number, unknown[]])[0], ...(b as [number, unknown[]])[1]);
    case 'reverse': return void model.reverse();
    case 'truncate': {
      if ((a as number) > model.length) return 'ValueError';
      model.length = a as number;
      return undefined;
    }
    case 'clear': return void (model.length = 0);
    default: return model.filter(equals(a)).length;
  }
}

function onList(x: list, [name, a, b]: any[]): unknown {
  switch (name) {
    case 'append': return x.append(a);
    case 'insert': return x.insert(a, b);
    case 'pop': return x.pop(a);
    case 'shift': return x.pop(0);
    case 'remove': return x.remove(a);
    case 'set': return void (x[a] = b);
    case 'delete': return void delete x[a];
    case 'extend': return x.extend(a);
    case 'splice': return x.splice(a, b[0], ...b[1]);
    case 'reverse': return x.reverse();
    case 'truncate': return void (x.length = a);
    case 'clear': return x.clear();
    default: return x.count(a);
  }
}

it('does what a plain model does under random operations', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60 }), fc.boolean(), (operations, isShared) => {
      const x = list();
      if (isShared) shared(x);
      const model: unknown[] = [];
      for (const step of operations) {
        let result: unknown;
        try {
          result = onList(x, step);
        } catch (error) {
          result = (error as Error).name;
        }
        expect(result).toEqual(onModel(model, step));
        expect([...x]).toEqual(model);
      }
    }),
    { numRuns: 300 },
  );
});

it('sorts like a stable sort of a plain array', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.string())), fc.boolean(), (items, reverse) => {
      const x = list<any>(items);
      x.sort({ key: (item: any) => item[0], reverse });
      const model = [...items].sort((a, b) => (reverse ? b[0] - a[0] : a[0] - b[0]));
      expect(x.map((item: any) => [...item])).toEqual(model);
    }),
    { numRuns: 200 },
  );
});

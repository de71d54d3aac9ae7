import { inspect, isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import '../../src/builtins/container-sharing.js';
import '../../src/builtins/module.js';
import { dict } from '../../src/builtins/dict.js';
import { len } from '../../src/builtins/len.js';
import { list } from '../../src/builtins/list.js';
import { object } from '../../src/builtins/object.js';
import { repr } from '../../src/builtins/repr.js';
import { set } from '../../src/builtins/set.js';
import { isPlainObject } from '../../src/internal/base/type-name.js';
import { shared } from './helpers.js';

describe.each([['private', <L extends object>(x: L) => x], ['shared', shared]] as const)('what was stored into a %s list', (_, as) => {
  it('as an object, reads and writes the shared dict', () => {
    const tasks = as(list<any>());
    const task: any = { id: 1, log: ['made'] };
    tasks.append(task);
    const stored = tasks[0];
    expect(stored).toBeInstanceOf(dict);
    task.id = 2;
    task.log.push('changed');
    expect(repr(stored)).toBe("{'id': 2, 'log': ['made', 'changed']}");
    stored.id = 3;
    stored.done = true;
    task.later = null;
    expect([task.id, task.done, task.later, task.missing]).toEqual([3, true, null, undefined]);
    expect(stored.get('later', 'none')).toBe(null);
    expect(Object.keys(task)).toEqual(['id', 'log', 'later']);
    expect(repr(task)).toBe(repr(stored));
    expect(len(task)).toBe(4);
    expect(JSON.stringify(task)).toBe('{"id":3,"log":["made","changed"],"done":true,"later":null}');
    expect(inspect(task)).toBe("{ id: 3, log: ['made', 'changed'], done: true, later: null }");
    expect({ ...task }).toMatchObject({ id: 3, later: null });
    expect(isPlainObject(task)).toBe(true);
    expect(task.toString()).toBe('[object Object]');
    expect('id' in task && 'toString' in task && !('nothing' in task)).toBe(true);
    expect(() => {
      delete task.id;
    }).toThrow(TypeError);
    stored.pop('id');
    expect(task.id).toBeUndefined();
    tasks.clear();
  });

  it('and is stored again, is the same', () => {
    const owner = object() as never as { a: unknown };
    const x = as(list<any>());
    const inner = { n: 1 };
    const outer = { inner, names: new Map([['a', inner]]) };
    x.append(outer);
    x.append(inner);
    x.append(outer.names);
    expect(x[1]).toBe(x[0].inner);
    expect(x[2]).toBe(x[0].names);
    expect(x[2].get('a')).toBe(x[1]);
    inner.n = 5;
    expect(x[0].inner.n).toBe(5);
    x.extend([inner]);
    expect(x[3]).toBe(x[1]);
    expect(x.index(inner)).toBe(1);
    void owner;
    x.clear();
  });

  it('as a Map, is the shared dict', () => {
    const x = as(list<any>());
    const plain = new Map<string, number>([['a', 1]]);
    x.append(plain);
    const stored = x[0];
    expect(plain.set('b', 2)).toBe(plain);
    stored.set('c', 3);
    expect([plain.get('b'), plain.get('c'), plain.has('c'), plain.size]).toEqual([2, 3, true, 3]);
    expect([...plain]).toEqual([['a', 1], ['b', 2], ['c', 3]]);
    expect([[...plain.keys()], [...plain.values()], [...plain.entries()].length]).toEqual([['a', 'b', 'c'], [1, 2, 3], 3]);
    const seen: unknown[] = [];
    plain.forEach((value, key) => seen.push(key, value));
    expect(seen).toEqual(['a', 1, 'b', 2, 'c', 3]);
    expect(plain.delete('a')).toBe(true);
    expect(repr(plain)).toBe("{'b': 2, 'c': 3}");
    expect(inspect(plain)).toBe("Map(2) { 'b' => 2, 'c' => 3 }");
    expect(plain instanceof Map).toBe(true);
    plain.clear();
    expect(len(stored)).toBe(0);
  });

  it('as a Set, is the shared set', () => {
    const x = as(list<any>());
    const plain = new Set<number>([1]);
    x.append(plain);
    const stored = x[0] as set<number>;
    expect(plain.add(2)).toBe(plain);
    stored.add(3);
    expect([[...plain], plain.size, plain.has(3), plain.delete(1)]).toEqual([[1, 2, 3], 3, true, true]);
    expect([[...plain.values()], [...plain.keys()], [...plain.entries()]]).toEqual([[2, 3], [2, 3], [[2, 2], [3, 3]]]);
    expect(inspect(plain)).toBe('Set(2) { 2, 3 }');
    expect(repr(plain)).toBe('{2, 3}');
    plain.clear();
    expect(len(stored)).toBe(0);
  });

  it('as an array, or an object that is frozen, sealed or without a prototype, stays what it was', () => {
    const x = as(list<any>());
    const array = [1];
    const frozen = Object.freeze({ a: 1 });
    const sealed = Object.seal({ a: 1 });
    const bare = Object.assign(Object.create(null), { a: 1 });
    x.extend([array, frozen, sealed, bare]);
    array.push(2);
    sealed.a = bare.a = 2;
    expect(repr(x)).toBe("[[1], {'a': 1}, {'a': 1}, {'a': 1}]");
    expect(isDeepStrictEqual([array, frozen, sealed, { ...bare }], [[1, 2], { a: 1 }, { a: 2 }, { a: 2 }])).toBe(true);
  });
});

it('an object whose storing was refused is as it was', () => {
  const x = shared(list<any>());
  const plain: any = { inner: { n: 1 }, later: Promise.resolve() };
  expect(() => x.append(plain)).toThrow(/Promise/);
  expect(Object.getOwnPropertyDescriptor(plain, 'inner')).toMatchObject({ writable: true });
  expect(x.length).toBe(0);
});

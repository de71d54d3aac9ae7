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
    expect(Object.keys(task)).toEqual(['id', 'log', 'later', 'done']);
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

  it('as an array, is the shared list', () => {
    const x = as(list<any>());
    const plain: any[] = [1, 'a'];
    x.append(plain);
    const stored = x[0] as list<any>;
    expect(stored).toBeInstanceOf(list);
    expect(plain.push(3)).toBe(3);
    stored.push(4);
    expect([plain.length, stored.length, plain[3], plain.at(-1), stored[2]]).toEqual([4, 4, 4, 4, 3]);
    expect(plain).toEqual([1, 'a', 3, 4]);
    expect([Object.keys(plain), [...plain], JSON.stringify(plain)]).toEqual([['0', '1', '2', '3'], [1, 'a', 3, 4], '[1,"a",3,4]']);
    expect([Object.prototype.toString.call(plain), Array.isArray(plain), 3 in plain, 4 in plain]).toEqual(['[object Array]', true, true, false]);
    expect([plain.pop(), plain.shift(), plain.unshift(0), plain.splice(1, 1)]).toEqual([4, 1, 3, ['a']]);
    expect([(plain.splice as any)(), (plain.splice as any)(0, undefined, 8), plain.splice(2)]).toEqual([[], [], [3]]);
    expect([plain.splice(0, 1), plain.push(3)]).toEqual([[8], 2]);
    plain[0] = 5;
    plain[2] = 6;
    expect(repr(stored)).toBe('[5, 3, 6]');
    expect(repr(plain)).toBe('[5, 3, 6]');
    expect(inspect(plain)).toBe('[ 5, 3, 6 ]');
    expect([plain.map((n) => n * 2), plain.concat([9]), plain.indexOf(6)]).toEqual([[10, 6, 12], [5, 3, 6, 9], 2]);
    expect(plain.sort()).toBe(plain);
    expect(repr(stored)).toBe('[3, 5, 6]');
    const indexes: string[] = [];
    for (const index in plain) indexes.push(index);
    expect(indexes).toEqual(['0', '1', '2']);
    plain.length = 1;
    expect([plain[1], repr(stored)]).toEqual([undefined, '[3]']);
    stored.clear();
    expect([plain.length, plain.pop(), plain.shift()]).toEqual([0, undefined, undefined]);
  });

  it('as a long array, is the shared list too', () => {
    const x = as(list<any>());
    const plain = Array.from({ length: 3000 }, (_, index) => index);
    x.append(plain);
    plain.push(3000);
    expect([plain.length, plain[3000], plain[2999], plain[3001], x[0][3000]]).toEqual([3001, 3000, 2999, undefined, 3000]);
    expect(plain.reduce((sum, n) => sum + n, 0)).toBe(4501500);
    x[0].clear();
    expect(plain).toEqual([]);
  });

  it('as an object that is frozen, sealed or without a prototype, stays what it was', () => {
    const x = as(list<any>());
    const frozen = Object.freeze({ a: 1 });
    const sealed = Object.seal({ a: 1 });
    const bare = Object.assign(Object.create(null), { a: 1 });
    x.extend([frozen, sealed, bare]);
    sealed.a = bare.a = 2;
    expect(repr(x)).toBe("[{'a': 1}, {'a': 1}, {'a': 1}]");
    expect(isDeepStrictEqual([frozen, sealed, { ...bare }], [{ a: 1 }, { a: 2 }, { a: 2 }])).toBe(true);
  });
});

it('an object whose storing was refused is as it was', () => {
  const x = shared(list<any>());
  const plain: any = { inner: { n: 1 }, later: Promise.resolve() };
  expect(() => x.append(plain)).toThrow(/Promise/);
  expect(Object.getOwnPropertyDescriptor(plain, 'inner')).toMatchObject({ writable: true });
  expect(x.length).toBe(0);
});

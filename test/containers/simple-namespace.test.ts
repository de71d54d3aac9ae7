import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import '../../src/builtins/container-sharing.js';
import '../../src/builtins/module.js';
import { list } from '../../src/builtins/list.js';
import { SimpleNamespace } from '../../src/builtins/simple-namespace.js';
import { raises, shared } from './helpers.js';

describe('SimpleNamespace', () => {
  it('has the attributes it is given', () => {
    const state = SimpleNamespace({ counter: 0, names: ['a'] });
    state.counter += 1;
    expect(state.counter).toBe(1);
    expect(state.names).toBeInstanceOf(list);
    expect(new SimpleNamespace({ x: 1 }).x).toBe(1);
    expect(state).toBeInstanceOf(SimpleNamespace);
    expect('counter' in state).toBe(true);
    expect(Object.keys(state)).toEqual(['counter', 'names']);
    raises(() => SimpleNamespace([1] as never), TypeError, "attributes are given as a plain object, not as 'list'");
  });

  it('writes itself as Python does', () => {
    const state = shared(SimpleNamespace<any>({ counter: 0 }));
    state.name = 'x';
    delete state.counter;
    state.f = null;
    expect(String(state)).toBe("namespace(name='x', f=None)");
    expect(inspect(state)).toBe(String(state));
    state.me = state;
    expect(String(state)).toBe("namespace(name='x', f=None, me=namespace(...))");
    delete state.me;
    expect(String(SimpleNamespace())).toBe('namespace()');
    expect(JSON.stringify(SimpleNamespace({ a: [1] }))).toBe('{"a":[1]}');
  });

  it('reads a function or a date again and again', () => {
    const when = new Date(1);
    const state = SimpleNamespace({ f: () => 1, when });
    expect([state.f(), state.f(), state.when, state.when]).toEqual([1, 1, when, when]);
  });

  it('compares and can be extended', () => {
    expect(SimpleNamespace({ a: [1] }).__eq__(SimpleNamespace({ a: [1] }))).toBe(true);
    expect(SimpleNamespace({ a: 1 }).__eq__(SimpleNamespace({ a: 2 }))).toBe(false);
    class Settings extends SimpleNamespace<{ level: number }> {
      raise() {
        this.level += 1;
      }
    }
    const settings = new Settings({ level: 1 });
    settings.raise();
    expect(String(settings)).toBe('Settings(level=2)');
  });
});

import { describe, expect, it } from 'vitest';
import { CaptureError } from '../../src/internal/base/errors.js';
import { CaptureSession, isBuiltinGlobal, loadPackageExport, nativePathOf, probe, resolveNative } from '../../src/internal/closure/index.js';
import { codeOf, describeOne } from './ship.js';

let counter = 0;
const HERE = 'refusals\\.test\\.ts:\\d+';

class Plain {}
class Holder extends Plain {
  #secret = 1;
  arrow = () => this.read();
  read() { return this.#secret; }
  helper() { return super.toString(); }
}

describe('refusals', () => {
  const cases: [what: string, fn: Function, message: string][] = [
    ['an outer assignment', function bump() { counter++; }, `^'bump' \\(.*${HERE}\\) assigns the outer variable 'counter' \\(.*${HERE}\\).*SimpleNamespace\\(\\{ counter: 0 \\}\\)`],
    ['an arrow with this', (function (this: unknown) { return () => this; }).call({}), `arrow function '<anonymous>' \\(.*${HERE}\\) uses 'this'.*target: this\\.work`],
    ['an arrow with this in a field', new Holder().arrow, `arrow function 'arrow' \\(.*\\) uses 'this'.*Make it a method`],
    ['an arrow with new.target', (function () { return () => new.target; })(), "uses 'new\\.target' of the function around it"],
    ['an arrow with arguments', (function () { return () => arguments[0]; })(), "uses 'arguments'"],
    ['a loose method with super', new Holder().helper, "method 'helper' .* uses 'super'.*obj\\.helper\\.bind\\(obj\\)"],
    ['a loose method with private members', new Holder().read, 'private member #secret'],
    ['eval', new Function('return () => eval("1")')(), 'calls eval\\(\\)'],
    ['a Proxy', new Proxy(() => 1, {}), 'Proxy of a function'],
    ['sloppy code', new Function('with (Math) return max'), 'not strict-mode code'],
    ['an unknown native', resolverOf(), 'not reachable from any built-in module'],
  ];
  for (const [what, fn, message] of cases) {
    it(what, () => {
      expect(() => describeOne(fn)).toThrow(CaptureError);
      expect(() => describeOne(fn)).toThrow(new RegExp(message, 's'));
    });
  }

  it('run nothing', () => expect(counter).toBe(0));
});

function resolverOf(): Function {
  let out!: Function;
  new Promise((resolve) => (out = resolve));
  return out;
}

describe('descriptions', () => {
  it('say where a function is', () => expect(codeOf(function here() {}).where).toMatch(new RegExp(`^function 'here' \\(.*${HERE}\\)$`)));

  it('report visible writes with the line', () => {
    const roster: number[] = [];
    const [capture] = codeOf(() => roster.push(1)).captures;
    expect(capture).toMatchObject({ name: 'roster', value: roster, memberWrites: [{ path: [], kind: 'mutator', method: 'push', line: expect.any(Number) }] });
  });

  it('give equal templates for closures of one function', () => {
    const make = (n: number) => () => n;
    expect(codeOf(make(1)).template).toEqual(codeOf(make(2)).template);
  });

  it('know methods of a class that was described', () => {
    const session = new CaptureSession();
    try {
      session.describe(Holder);
      expect(session.describe(new Holder().read)).toEqual({ kind: 'member', owner: Holder, isStatic: false, key: 'read', slot: 'value' });
      expect(session.hasPrivateMembers(new Holder())).toEqual(['#secret']);
      expect(session.hasPrivateMembers({})).toEqual([]);
    } finally {
      session.close();
    }
  });
});

describe('natives', () => {
  it('finds objects', () => {
    const path = process.getBuiltinModule('node:path');
    for (const value of [Math, Array.prototype, globalThis, path, path.posix, process.getBuiltinModule('node:events').prototype, process]) {
      expect(resolveNative(JSON.parse(JSON.stringify(nativePathOf(value))))).toBe(value);
    }
    expect(nativePathOf({})).toBe(undefined);
    expect(nativePathOf(Holder.prototype)).toBe(undefined);
  });

  it('finds namespaces of modules', async () => {
    const namespace = await import('node:zlib');
    const path = nativePathOf(Object.getPrototypeOf(namespace) === null ? namespace : namespace.default);
    expect((resolveNative(path!) as typeof namespace).gzipSync).toBe(namespace.gzipSync);
  });

  it('knows builtin globals', () => expect([isBuiltinGlobal('Map'), isBuiltinGlobal('undefined'), isBuiltinGlobal('nothing')]).toEqual([true, true, false]));
});

describe('packages', () => {
  it('go by reference', async () => {
    const { parse } = await import('acorn');
    const found = describeOne(parse);
    expect(found).toMatchObject({ kind: 'package', path: ['parse'] });
    if (found.kind === 'package') expect(loadPackageExport(found)).toBeTypeOf('function');
  });

  it('fail plainly', () => expect(() => loadPackageExport({ file: '/nowhere/x.js', module: 'cjs', path: ['a'] })).toThrow(CaptureError));
});

it('probe passes on Node.js', () => expect(() => probe()).not.toThrow());

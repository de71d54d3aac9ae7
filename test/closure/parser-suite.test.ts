/**
 * The scanner against the programs of test262-parser-tests, which parsers are tested with. Each program becomes the body of a
 * function. What the function takes from outside is asked of two others: eslint-scope, and the engine, which keeps in a
 * closure just those variables of the code around that the function uses.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as vm from 'node:vm';
import { analyze } from 'eslint-scope';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaptureError } from '../../src/internal/base/errors.js';
import { CaptureSession } from '../../src/internal/closure/index.js';
import { parse } from '../../src/internal/closure/parser.js';
import { modelOf } from '../../src/internal/closure/reassignment.js';
import { type Scan, scan } from '../../src/internal/closure/scan.js';

const suite = dirname(createRequire(import.meta.url).resolve('test262-parser-tests/package.json'));
const programs = (folder: string) =>
  readdirSync(join(suite, folder)).map((name) => ({ name, isModule: name.includes('.module.'), text: readFileSync(join(suite, folder, name), 'utf8') }));

const pass = programs('pass');
const explicit = new Map(programs('pass-explicit').map(({ name, text }) => [name, text]));
const broken = [...programs('fail'), ...programs('early')];

/** The program as the body of a function, in the forms that a function's text can have. */
const forms = (text: string) => [`function program() {${text}\n}`, `() => {${text}\n}`, `async function* program() {${text}\n}`, `method() {${text}\n}`];

/** Whether the engine takes the text for a function, in strict code. */
function compiles(source: string): boolean {
  const expression = source.startsWith('method') ? `({${source}})` : `(${source})`;
  try {
    new vm.Script(`"use strict";${expression}`);
    return true;
  } catch {
    return false;
  }
}

function scanned(source: string): Scan | SyntaxError {
  try {
    return scan(source);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

const namesOf = ({ reads, writes }: Pick<Scan, 'reads' | 'writes'>) => ({ reads: [...reads].sort(), writes: [...writes.keys()].sort() });

/** The same by eslint-scope. */
function freeNames(source: string): ReturnType<typeof namesOf> {
  const program = parse(`"use strict";(${source}\n)`, { ecmaVersion: 'latest', sourceType: 'script', ranges: true });
  const { globalScope } = analyze(program as never, { ecmaVersion: 2022, sourceType: 'script', ignoreEval: true });
  const free = globalScope!.through.filter(({ identifier }) => (identifier as { name: string }).name !== 'arguments');
  const nameOf = ({ identifier }: (typeof free)[number]) => (identifier as { name: string }).name;
  return { reads: [...new Set(free.map(nameOf))].sort(), writes: [...new Set(free.filter((r) => r.isWrite()).map(nameOf))].sort() };
}

/** The right programs that can be the body of a function in strict code. */
const accepted = pass.map(({ name, text }) => ({ name, source: forms(text)[0]! })).filter(({ source }) => compiles(source));

describe('programs that are right', () => {
  it('are read when the engine takes them, and a SyntaxError when it does not', () => {
    let right = 0;
    const wrong: string[] = [];
    for (const { name, text } of pass) {
      for (const source of forms(text)) {
        const isFine = compiles(source);
        if (isFine) right++;
        if (isFine && scanned(source) instanceof SyntaxError) wrong.push(`${name}: ${source}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThan(4000);
  });

  it('take from outside what eslint-scope finds', () => {
    const [ours, theirs] = [[], []] as [unknown[], unknown[]];
    for (const { name, source } of accepted) {
      ours.push({ name, source, ...namesOf(scan(source)) });
      theirs.push({ name, source, ...freeNames(source) });
    }
    expect(ours).toEqual(theirs);
  });

  it('take as many names in their explicit version, which may call them otherwise', () => {
    const [plain, full] = [[], []] as [unknown[], unknown[]];
    for (const { name, source } of accepted) {
      const [same] = forms(explicit.get(name)!) as [string];
      if (!compiles(same)) continue;
      const sizes = ({ reads, writes }: Scan) => [reads.size, writes.size];
      plain.push({ name, source, sizes: sizes(scan(source)) });
      full.push({ name, source, sizes: sizes(scan(same)) });
    }
    expect(full).toEqual(plain);
  });

  it('capture what the engine keeps for them, and can be compiled again', () => {
    // One script, since each one that is new costs the inspector a look at all.
    const parts = accepted.map(({ name, source }) => {
      const outer = [...scan(source).reads].filter((free) => !/^(eval|undefined|arguments|yield|let|static|await)$/.test(free)).sort();
      return { name, source, outer, text: `(function () { "use strict"; var ${['_', ...outer].join(', ')}; return (${source}); })()` };
    });
    const functions = vm.runInThisContext(`[${parts.map(({ text }) => text).join(',\n')}]`, { filename: '/parser-suite.js' }) as Function[];
    const [captured, kept] = [[], []] as [unknown[], unknown[]];
    const session = new CaptureSession();
    try {
      for (const [i, { name, source, outer }] of parts.entries()) {
        try {
          const description = session.describe(functions[i]!);
          if (description.kind !== 'code') throw new Error(`${name} is ${description.kind}`);
          captured.push({ name, source, names: description.captures.map((capture) => capture.name).sort(), isRight: compiles(description.template.source) });
          kept.push({ name, source, names: outer, isRight: true });
        } catch (error) {
          // Outer variables that are assigned, eval and the like are refused in words.
          if (!(error instanceof CaptureError)) throw error;
        }
      }
    } finally {
      session.close();
    }
    expect(captured).toEqual(kept);
    expect(captured.length).toBeGreaterThan(700);
  });

  it('are models of scripts and modules', () => {
    for (const { name, isModule, text } of pass) expect(modelOf(text, isModule), name).toBeDefined();
  });
});

describe('programs that are wrong', () => {
  it('are a SyntaxError where they are one for the engine', () => {
    // A method taken out of its class may name `super`, and private members that it does not declare. acorn lets a class be
    // called eval, and may know a later Unicode than the engine.
    const isLeftOut = (source: string) => /\bsuper\b|#|class (eval|arguments)\b|[^\x00-\uffff]/u.test(source);
    const sources = broken.flatMap(({ text }) => forms(text)).filter((source) => !isLeftOut(source) && !compiles(source));
    expect(sources.filter((source) => !(scanned(source) instanceof SyntaxError))).toEqual([]);
    expect(sources.length).toBeGreaterThan(3000);
  });

  it('are no model, or one, but never another error', () => {
    for (const { isModule, text } of broken) modelOf(text, isModule);
  });

  it('are a SyntaxError or a result when a right one is cut or two are put together', () => {
    const part = fc.tuple(fc.nat(pass.length - 1), fc.nat(200), fc.nat(200));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), fc.nat(3), (parts, form) => {
        const text = parts.map(([i, from, length]) => pass[i]!.text.slice(from % 20, (from % 20) + length)).join('');
        scanned(forms(text)[form]!);
        modelOf(text, form % 2 === 0);
      }),
      { numRuns: 2000 },
    );
  });
});

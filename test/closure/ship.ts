/** A stand-in for the codec: takes a function apart and makes it again in the same thread; other values are passed as they are. */
import { CaptureSession, type FunctionDescription, loadPackageExport, rebuild, resolveNative } from '../../src/internal/closure/index.js';

export function describeOne(fn: Function): FunctionDescription {
  const session = new CaptureSession();
  try {
    return session.describe(fn);
  } finally {
    session.close();
  }
}

export function codeOf(fn: Function) {
  const description = describeOne(fn);
  if (description.kind !== 'code') throw new Error(`expected code, got ${description.kind}`);
  return description;
}

export function ship<F extends Function>(fn: F): F {
  const session = new CaptureSession();
  const made = new Map<Function, unknown>();
  const later: (() => void)[] = [];
  const send = (value: unknown): unknown => (typeof value === 'function' ? sendFunction(value) : value);
  const define = (owner: object, list: { key: PropertyKey; descriptor: PropertyDescriptor }[]) => {
    for (const { key, descriptor: d } of list) {
      Object.defineProperty(owner, key, 'value' in d ? { ...d, value: send(d.value) } : { ...d, get: send(d.get) as never, set: send(d.set) as never });
    }
  };
  function sendFunction(original: Function): unknown {
    if (made.has(original)) return made.get(original);
    const d = session.describe(original);
    switch (d.kind) {
      case 'native':
        return resolveNative(d.path);
      case 'package':
        return loadPackageExport(d);
      case 'bound':
        return Function.prototype.bind.call(send(d.target) as Function, send(d.boundThis), ...d.boundArgs.map(send));
      case 'member': {
        const owner = send(d.owner) as Function;
        return Object.getOwnPropertyDescriptor(d.isStatic ? owner : owner.prototype, d.key)![d.slot];
      }
    }
    const dead = d.captures.filter((c) => c.state === 'tdz').map((c) => c.name);
    const rebuilt = rebuild(JSON.parse(JSON.stringify(d.template)), d.superclass && (send(d.superclass) as Function), d.staticPrivates, dead);
    made.set(original, rebuilt.value);
    later.push(() => {
      rebuilt.bind(d.captures.map((c) => (c.state === 'value' ? send(c.value) : undefined)));
      define(rebuilt.value, [...d.statics, ...d.ownProperties]);
      if (d.prototypeParent !== undefined) Object.setPrototypeOf(rebuilt.value.prototype, d.prototypeParent);
      define(rebuilt.value.prototype, d.prototypeProperties);
    });
    return rebuilt.value;
  }
  try {
    const result = send(fn) as F;
    while (later.length) later.shift()!();
    return result;
  } finally {
    session.close();
  }
}

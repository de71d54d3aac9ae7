/**
 * `SimpleNamespace`: an object made of the attributes it is given. Like `object` it adds nothing to a shared object's header.
 */
import { isPlainObject, typeName } from "../internal/base/type-name.js";
import { attributeNames, MISSING, readAttribute, writeAttribute } from "../internal/codec/attributes.js";
import { Handle, isNew, ptrOf } from "../internal/codec/index.js";
import { defineKind } from "../internal/codec/kinds.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { Kind } from "../internal/memory/layout.js";
import { isEqual } from "./compare.js";
import { guardRepr, repr } from "./repr.js";

class SimpleNamespaceClass extends Handle {
  constructor(attributes?: object | null) {
    super(Kind.NAMESPACE, 0);
    if (!isNew() || attributes == null) return;
    if (!isPlainObject(attributes))
      throw new TypeError(`attributes are given as a plain object, not as '${typeName(attributes)}'`);
    for (const [name, value] of Object.entries(attributes)) writeAttribute(ptrOf(this), name, value);
  }

  /** Whether `other` is a namespace with equal attributes. */
  __eq__(other: unknown): boolean {
    if (other === this) return true;
    if (!(other instanceof SimpleNamespaceClass)) return false;
    const mine = attributesOf(this);
    const others = new Map(attributesOf(other));
    return mine.length === others.size && mine.every(([name, value]) => others.has(name) && isEqual(value, others.get(name)));
  }

  /** The namespace as Python writes it: `namespace(counter=0)`. */
  __repr__(): string {
    const name = this.constructor === SimpleNamespace ? "namespace" : this.constructor.name;
    return guardRepr(this, `${name}(...)`, () => {
      const attributes = attributesOf(this).map(([name, value]) => `${name}=${repr(value)}`);
      return `${name}(${attributes.join(", ")})`;
    });
  }

  /** As `__repr__`. */
  toString(): string {
    return this.__repr__();
  }
}

/** Names and values in the order in which the attributes were first set. */
function attributesOf(namespace: Handle): [string, unknown][] {
  const attributes: [string, unknown][] = [];
  for (const name of attributeNames(ptrOf(namespace))) {
    const value = readAttribute(ptrOf(namespace), name);
    if (value !== MISSING && !name.startsWith("\0")) attributes.push([name, value]);
  }
  return attributes;
}

export interface SimpleNamespaceConstructor {
  /**
   * Makes an object of the attributes given.
   *
   * @param attributes names and values, as a plain object
   * @throws TypeError for what is no plain object
   * @throws CaptureError when a value cannot cross to another thread, once one sees the object
   * @example
   * const shared = SimpleNamespace({ counter: 0 });
   */
  <A extends object = Record<string, any>>(attributes?: A | null): SimpleNamespace<A>;
  /**
   * Makes an object of the attributes given.
   *
   * @param attributes names and values, as a plain object
   * @throws TypeError for what is no plain object
   */
  new <A extends object = Record<string, any>>(attributes?: A | null): SimpleNamespace<A>;
  readonly prototype: SimpleNamespace;
}

/**
 * Python's `types.SimpleNamespace`: an object with the attributes it is given, shared by all threads. It is the place for what
 * a Python program keeps in a module's global variables. A single read or write is atomic, `shared.counter += 1` is two.
 *
 * @param attributes names and values of the first attributes
 * @throws TypeError for what is no plain object
 * @example
 * const shared = SimpleNamespace({ counter: 0 });
 * with_(lock, () => { shared.counter += 1; });
 * print(shared);  // namespace(counter=1)
 */
export const SimpleNamespace = sharedClass(SimpleNamespaceClass, "SimpleNamespace") as unknown as SimpleNamespaceConstructor;
/** What `SimpleNamespace()` makes. */
export type SimpleNamespace<A extends object = Record<string, any>> = SimpleNamespaceClass & A;

defineKind({ kind: Kind.NAMESPACE, base: SimpleNamespaceClass, exported: SimpleNamespace, attributed: true });

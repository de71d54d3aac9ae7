/**
 * The JavaScript side of a shared object: an address, and nothing else that matters. All state lies in the arena, so a
 * handle can be dropped and made again at any time.
 *
 * An instance of a user's subclass (and of a kind that is `attributed`) is a Proxy whose properties lie in the arena
 * too. Private fields are installed on the object that the base constructor returns, the Proxy itself, so methods of
 * the package reach their address without passing a trap.
 */
import { inspect, types } from "node:util";
import { SystemError } from "../base/errors.js";
import { alloc, retain } from "../memory/alloc.js";
import { words } from "../memory/arena.js";
import { NULL_PTR, OBJECT_HEADER_WORDS, ObjectHeader, PRIVATE_FLAG, type Ptr } from "../memory/layout.js";
import { AttributeTraps } from "./attributes.js";
import { classOfRecord } from "./classes.js";
import { directAttributes } from "./direct-attributes.js";
import { enter, valueOf } from "./handle-table.js";
import { definitionOf, definitionOfClass, type HandleClass, kindOf, onDefineKind } from "./kinds.js";
import { addressText } from "./repr.js";
import { closeDirectInstance } from "./shared-class.js";
import { keepPrivateClass, privateClassOf } from "./publish.js";
import { showAttributes } from "./show-attributes.js";

/** Lets a base constructor replace `this`: private fields then go to the object it returns. */
class Replaceable {
  constructor(replacement: object | undefined) {
    // biome-ignore lint/correctness/noConstructorReturn: the point of this class
    if (replacement !== undefined) return replacement;
  }
}

/** Address that the next handle constructor takes instead of making an object. */
let adopting: Ptr = NULL_PTR;

/** Object that the next handle constructor makes the handle, instead of a new one. */
let becoming: object | undefined;

export abstract class Handle extends Replaceable {
  readonly #ptr: Ptr;

  /**
   * Makes a shared object with `bodyWords` zeroed words after its header, or adopts the one that is being revived;
   * the subclass then must not initialise it: `if (Handle.isNew(this)) …`.
   */
  constructor(kind: number, bodyWords: number) {
    const direct = definitionOfClass(new.target);
    const given = becoming;
    becoming = undefined;
    const traps = given === undefined && (direct === undefined || direct.attributed) ? trapsOf(kind) : undefined;
    super(given ?? (traps && new Proxy(targetOf(new.target.prototype), traps)));
    const adopted = adopting;
    adopting = NULL_PTR;
    if (adopted === NULL_PTR) {
      this.#ptr = alloc(OBJECT_HEADER_WORDS + bodyWords);
      words[this.#ptr + ObjectHeader.KIND] = kind | PRIVATE_FLAG;
    } else {
      this.#ptr = adopted;
    }
    wasAdopted = adopted !== NULL_PTR;
    if (direct === undefined && !wasAdopted) keepPrivateClass(this.#ptr, new.target);
    traps?.attach(this.#ptr, this);
    enter(this.#ptr, this);
  }

  static ptrOf(handle: Handle): Ptr {
    return handle.#ptr;
  }

  static isHandle(value: object): value is Handle {
    return #ptr in value;
  }
}

/** What a Proxy stands before: it lends its prototype, and tells `util.inspect`, which looks at it, of the attributes. */
function targetOf(prototype: object): object {
  const target = Object.create(prototype) as object;
  if (!(inspect.custom in target)) Object.defineProperty(target, inspect.custom, { value: showAttributes, configurable: true });
  return target;
}

/**
 * Makes an instance of a plain class the handle of a new shared object of the class `base`, once `fill` has given that its
 * attributes; if `fill` throws, the instance is what it was.
 */
export function becomeHandle(base: HandleClass, instance: object, fill: (object: Ptr) => void): void {
  const target = instance.constructor as new () => object;
  const object = ptrOf(Reflect.construct(base, [], target) as Handle);
  fill(object);
  becoming = instance;
  adopting = object;
  try {
    Reflect.construct(base, [], target);
  } finally {
    becoming = undefined;
    adopting = NULL_PTR;
  }
}

function trapsOf(kind: number): AttributeTraps {
  return definitionOf(kind)?.traps?.() ?? new AttributeTraps();
}

let wasAdopted = false;

/** Whether the handle whose base constructor has just returned stands for a new object. */
export function isNew(): boolean {
  return !wasAdopted;
}

export const ptrOf = Handle.ptrOf;
export const isHandle = Handle.isHandle;

const attributesOfDirect = directAttributes(Handle.prototype, (receiver) => (isDirect(receiver) ? ptrOf(receiver) : undefined));

// Only where direct instances are no Proxies: to find that a class does not have a name takes longer behind this one.
onDefineKind(({ base, attributed }) => {
  if (attributed) return;
  let at = base.prototype as object;
  while (at !== attributesOfDirect) {
    const above = Object.getPrototypeOf(at) as object;
    if (above === Handle.prototype) Object.setPrototypeOf(at, attributesOfDirect);
    at = Object.getPrototypeOf(at) as object;
  }
});

function isDirect(value: unknown): value is Handle {
  return typeof value === "object" && value !== null && isHandle(value) && !types.isProxy(value);
}

/** First word of the object's body. */
export function bodyOf(handle: Handle): Ptr {
  return ptrOf(handle) + OBJECT_HEADER_WORDS;
}

/** The handle of a shared object in this thread. The caller keeps the reference it has. */
export function handleOf(object: Ptr): object {
  return valueOf(object) ?? revive(object);
}

function revive(object: Ptr): object {
  const definition = definitionOf(kindOf(object));
  if (definition === undefined) throw new SystemError(`shared object ${object} is of unknown kind ${kindOf(object)}`);
  const record = words[object + ObjectHeader.CLASS];
  const target = record === NULL_PTR ? (privateClassOf(object) ?? definition.exported ?? definition.base) : classOfRecord(record);
  // Rebuilding the class may have revived this very object, which one of its methods captured.
  const known = valueOf(object);
  if (known !== undefined) return known;
  retain(object);
  adopting = object;
  try {
    const handle: object = Reflect.construct(definition.base, [], target as new () => object);
    closeDirectInstance(handle);
    return handle;
  } finally {
    adopting = NULL_PTR;
  }
}

/** A short number for an object, as Python shows its address. */
export function addressOf(handle: Handle): string {
  return addressText(ptrOf(handle));
}

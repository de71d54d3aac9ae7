/**
 * The code in a stream: functions, classes, what they capture, and module objects.
 *
 * A function is written as its code alone; its variables and properties follow when the value around it is complete.
 */
import { types } from "node:util";
import { CaptureError, SystemError } from "../base/errors.js";
import {
  type Capture,
  type CodeDescription,
  describedBefore,
  type FunctionDescription,
  isPlain,
  servesAsClass,
  type OwnProperty,
} from "../closure/index.js";
import { memberOf } from "./attributes.js";
import type { ByteWriter } from "./byte-writer.js";
import { recordOf, stableRecordOf } from "./classes.js";
import { codeBlockOf } from "./code.js";
import { copiedStatics } from "./copied-statics.js";
import type { Encoder } from "./encode.js";
import { exportNameOf, methodOwnerOf } from "./exports.js";
import { Handle, ptrOf } from "./handle.js";
import { identityOf } from "./identity.js";
import { isNamespace } from "./namespaces.js";
import { publish } from "./publish.js";
import type { Session } from "./session.js";
import { hasSharedStatics, ownStatics, staticsOf } from "./statics.js";
import { PrototypeParent, Tag, Variable } from "./tags.js";
import { checkMemberWrites, checkPendingChanges } from "./visible-writes.js";

/** Functions are `class` when their text says so; those are sent as records. */
const isClass = (value: Function): boolean => /^class\b/.test(Function.prototype.toString.call(value));

/** Classes whose text, and that of what they extend, declares no private members for instances. */
const withoutPrivateMembers = new WeakSet<Function>();

export class CodeEncoder {
  readonly #session: Session;
  readonly #writer: ByteWriter;
  readonly #values: Encoder;

  constructor(session: Session, values: Encoder) {
    this.#session = session;
    this.#writer = values.writer;
    this.#values = values;
  }

  classRoot(value: Function): void {
    if (!this.#values.exported(value)) {
      const description = this.described(value);
      if (description.kind === "package") this.#package(description);
      else if (description.kind === "code") this.#sharedClass(value, description);
      else throw new SystemError(`class ${value.name} has no code`);
    }
  }

  #sharedClass(value: Function, description: CodeDescription): void {
    const [first] = description.privateMembers;
    if (first !== undefined && hasSharedStatics(value)) {
      throw this.#session.error(
        `cannot send an instance of ${value.name} (shared object): its private member ${first} would exist in one thread only; use an attribute without '#', such as ${first.replace("#", "_")}`,
      );
    }
    this.#code(value, description);
  }

  described(value: Function): FunctionDescription {
    try {
      return describedBefore(value) ?? this.#session.capture.describe(value);
    } catch (error) {
      // The closure layer knows the function and its source; the way to it is known here.
      if (error instanceof CaptureError) throw this.#session.error(`${this.#session.failing}: ${error.message}`);
      throw error;
    }
  }

  /** Writes a method or a part of a shared object as that object and the name; returns whether it was one. */
  taken(value: object): boolean {
    const member = memberOf(value);
    if (member === undefined) return false;
    this.#writer.u8(Tag.METHOD);
    this.#values.value(member.receiver);
    this.#writer.text(member.name);
    return true;
  }

  function(value: Function): void {
    if (this.taken(value) || this.#values.exported(value)) return;
    const owner = methodOwnerOf(value);
    if (owner !== undefined) {
      this.#session.refuse(
        `method of ${owner}`,
        `it has lost its object; write () => ${owner.toLowerCase()}.${value.name}(), with your ${owner}`,
      );
    }
    if (!types.isProxy(value) && isClass(value)) return this.class(value);
    if (this.#values.seen(value)) return;
    const description = this.described(value);
    switch (description.kind) {
      case "native":
        this.#values.forgetLast();
        return this.#values.native(description.path);
      case "package":
        this.#values.forgetLast();
        return this.#package(description);
      case "member":
        this.#values.forgetLast();
        return this.#memberOfClass(description);
      case "bound":
        this.#values.forgetLast();
        return this.#bound(value, description);
      default:
        if (!servesAsClass(value)) return this.#code(value, description);
        this.#values.forgetLast();
        return this.class(value);
    }
  }

  #package(description: Extract<FunctionDescription, { kind: "package" }>): void {
    this.#writer.u8(Tag.PACKAGE);
    const { file, module, path } = description;
    this.#writer.text(JSON.stringify({ file, module, path }));
  }

  #memberOfClass({ owner, isStatic, key, slot }: Extract<FunctionDescription, { kind: "member" }>): void {
    this.#writer.u8(Tag.MEMBER);
    this.class(owner);
    this.#writer.u8(isStatic ? 1 : 0);
    this.#values.value(key);
    this.#writer.text(slot);
  }

  /**
   * A bound function is made last of its parts. What it is bound to may hold it, as after `this.run = this.run.bind(this)`:
   * then it was written in full there, and here follows a reference.
   */
  #bound(value: Function, { target, boundThis, boundArgs }: Extract<FunctionDescription, { kind: "bound" }>): void {
    if (
      typeof boundThis === "object" &&
      boundThis !== null &&
      Handle.isHandle(boundThis) &&
      boundArgs.length === 0 &&
      methodOwnerOf(target) !== undefined
    ) {
      this.#writer.u8(Tag.METHOD);
      this.#values.value(boundThis);
      return this.#writer.text(target.name);
    }
    this.#writer.u8(Tag.BOUND);
    this.#session.step({ kind: "member", text: " bound this" }, () => this.#values.value(boundThis));
    this.#writer.varint(boundArgs.length);
    for (const item of boundArgs) this.#values.value(item);
    if (this.#values.seen(value)) return;
    this.#writer.u8(Tag.UNDEFINED);
    this.#values.value(target);
  }

  /** A class: by name where it has one, otherwise as its record. */
  class(value: Function): void {
    if (this.#values.exported(value)) return;
    let record = stableRecordOf(value);
    if (record === undefined) {
      const description = this.described(value);
      if (description.kind === "package") return this.#package(description);
      if (description.kind === "native") return this.#values.native(description.path);
      record = recordOf(this.#session, value);
    }
    if (!this.#values.records.includes(record)) this.#values.records.push(record);
    this.#writer.u8(Tag.CLASS);
    this.#values.handle(record);
  }

  /** The code of a function or class now; its variables and properties when the value is complete. */
  #code(value: Function, description: CodeDescription): void {
    const writer = this.#writer;
    const { template } = description;
    writer.u8(Tag.FUNCTION);
    writer.f64(identityOf(value));
    this.#values.handle(codeBlockOf(template));
    const uninitialised = description.captures.filter((capture) => capture.state === "tdz").map(({ name }) => name);
    writer.text(uninitialised.join(","));
    if (template.isClass) {
      const { superclass } = description;
      writer.u8(superclass === undefined ? 0 : 1);
      if (superclass !== undefined) {
        if (superclass === null) this.#values.value(null);
        else this.class(superclass);
      }
      writer.varint(description.staticPrivates.length);
      for (const item of description.staticPrivates) this.#values.value(item);
    }
    if (!template.isClass) this.#values.functions.push(value);
    if (!description.stable || (!template.isClass && !isPlain(value))) this.#values.stable = false;
    this.#values.later(() => this.#variables(value, description));
  }

  #variables(value: Function, description: CodeDescription): void {
    const writer = this.#writer;
    const session = this.#session;
    const depth = session.trail.length;
    session.trail.push({ kind: "function", text: description.where, name: value.name || "<anonymous>" });
    writer.varint(description.captures.length);
    for (const capture of description.captures) this.#variable(value, capture);
    checkMemberWrites(session, value, { name: value.name, value, memberWrites: description.ownWrites });
    const { prototypeParent, functionAbove } = description;
    writer.u8(functionAbove === undefined ? 0 : 1);
    if (functionAbove !== undefined) this.class(functionAbove);
    const parentClass = prototypeParent ? this.#constructorOf(prototypeParent) : undefined;
    writer.u8(
      prototypeParent === undefined ? PrototypeParent.USUAL : parentClass ? PrototypeParent.OF_FUNCTION : PrototypeParent.OBJECT,
    );
    if (parentClass !== undefined) this.class(parentClass);
    else if (prototypeParent !== undefined) this.#values.value(prototypeParent);
    this.#statics(value, description);
    this.#ownProperties(description.prototypeProperties);
    this.#ownProperties(description.ownProperties);
    session.trail.length = depth;
  }

  /** The function whose prototype the object is, if it is one that is sent. */
  #constructorOf(prototype: object): Function | undefined {
    const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
    if (typeof constructor !== "function" || constructor.prototype !== prototype) return undefined;
    return this.#session.isNative(constructor) ? undefined : constructor;
  }

  #variable(owner: Function, capture: Capture): void {
    const writer = this.#writer;
    // Without a value yet, or something that each thread makes for itself, such as `require`.
    if (capture.state !== "value") return writer.u8(Variable.OMITTED);
    writer.u8(Variable.VALUE);
    checkMemberWrites(this.#session, owner, capture);
    checkPendingChanges(this.#session, owner, capture);
    this.#session.step({ kind: "variable", name: capture.name }, () => {
      const { value, uses, isModule } = capture;
      if (typeof value === "object" && value !== null && !Handle.isHandle(value) && (isModule || isNamespace(value))) {
        if (!this.#values.exported(value)) this.namespace(value, uses);
      } else {
        this.#values.value(value);
      }
    });
  }

  #statics(value: Function, { statics, template }: CodeDescription): void {
    const isShared = hasSharedStatics(value);
    this.#writer.u8(isShared ? 1 : 0);
    if (!isShared) return this.#ownProperties(template.isClass ? copiedStatics(this.#session, value, statics) : statics);
    const holder = staticsOf(this.#session, value, statics);
    publish(ptrOf(holder));
    this.#values.handle(ptrOf(holder));
    this.#ownProperties(ownStatics(value, statics));
  }

  #ownProperties(properties: OwnProperty[]): void {
    this.#writer.varint(properties.length);
    for (const { key, descriptor } of properties) this.#values.property(key, descriptor);
  }

  /** A module object: only the members that are used, when those are known. */
  namespace(value: object, uses: Set<string> | undefined): void {
    const writer = this.#writer;
    if (uses === undefined && this.#values.builtin(value)) return;
    // A namespace of this package has the module object as its default export.
    const whole = exportNameOf(Object((value as { default?: unknown }).default ?? value));
    if (whole !== undefined && whole.path.length === 0) {
      writer.u8(Tag.EXPORT);
      writer.text(JSON.stringify([whole.module]));
      return;
    }
    if (uses === undefined && this.#values.seen(value)) return;
    if (uses !== undefined) this.#values.skipNumber();
    writer.u8(Tag.NAMESPACE);
    this.#values.stable = false;
    const keys = (uses ? [...uses] : Object.keys(value)).filter((key) => key in value);
    writer.varint(keys.length);
    for (const key of keys) {
      writer.text(key);
      this.#values.member(key, (value as Record<string, unknown>)[key]);
    }
  }

  refusePrivateMembers(constructor: Function): void {
    if (withoutPrivateMembers.has(constructor)) return;
    for (let value: unknown = constructor; typeof value === "function"; value = Object.getPrototypeOf(value)) {
      if (value === Function.prototype || exportNameOf(value) !== undefined) break;
      const description = this.described(value);
      if (description.kind !== "code") break;
      const [first] = description.privateMembers;
      if (first !== undefined) {
        this.#session.refuse(
          `instance of ${constructor.name}`,
          `it has private members (${first}), which cannot be copied; use attributes without '#', or create it inside the thread`,
        );
      }
    }
    withoutPrivateMembers.add(constructor);
  }
}

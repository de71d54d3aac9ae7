/**
 * What plain containers become when they are stored into a shared object.
 *
 * Instances of their subclasses stay copies. So does what only looks like a plain object: modules, what the platform or
 * this package offers by a name, and objects with properties that a dict would lose.
 */
import { types } from "node:util";
import { isPlainObject } from "../internal/base/type-name.js";
import { nativePathOf } from "../internal/closure/index.js";
import { isNamespace } from "../internal/codec/namespaces.js";
import { exportNameOf } from "../internal/codec/exports.js";
import { type Handle, ptrOf } from "../internal/codec/index.js";
import { setContainerSharing } from "../internal/codec/publish.js";
import { StandsFor } from "../internal/memory/layout.js";
import { connect } from "./connect.js";
import { dict } from "./dict.js";
import { standFor } from "./hash-table.js";
import { list } from "./list.js";
import { set } from "./set.js";

setContainerSharing((value, enter) => {
  if (types.isProxy(value)) return undefined;
  if (Array.isArray(value)) {
    if (Object.getPrototypeOf(value) !== Array.prototype) return undefined;
    const copy = list();
    enter(copy);
    copy.extend(value);
    return copy;
  }
  const isMap = Object.getPrototypeOf(value) === Map.prototype;
  if (isMap || isData(value)) {
    const copy = dict();
    standFor(ptrOf(copy as unknown as Handle), isMap ? StandsFor.MAP_OR_SET : StandsFor.OBJECT);
    enter(copy);
    copy.update(value as Map<unknown, unknown>);
    return copy;
  }
  if (Object.getPrototypeOf(value) !== Set.prototype) return undefined;
  const copy = set();
  standFor(ptrOf(copy as unknown as Handle), StandsFor.MAP_OR_SET);
  enter(copy);
  copy.update(value as Set<unknown>);
  return copy;
}, connect);

function isData(value: object): boolean {
  if (!isPlainObject(value) || Object.prototype.toString.call(value) !== "[object Object]") return false;
  if (isNamespace(value) || exportNameOf(value) !== undefined || nativePathOf(value) !== undefined) return false;
  return Reflect.ownKeys(value).every((key) => {
    const own = Object.getOwnPropertyDescriptor(value, key);
    return typeof key === "string" && own?.enumerable && own.get === undefined && own.set === undefined;
  });
}

/**
 * Classes that work with and without `new`.
 *
 * Python has no `new`, so `threading.Lock()` and `new threading.Lock()` both have to be right. `callable(Class)` returns a
 * function that constructs in either form.
 *
 * Invariants:
 * - the function and the class share one prototype object, so `instanceof` and private fields work through either;
 * - `prototype.constructor` is the function, so `x.constructor` is the name that the user sees;
 * - statics are inherited through the prototype link, `this` in a static method being the function. Two consequences for the
 *   class: a static `#private` must be reached by the class's own name, not by `this`; and an assignment
 *   `Exported.x = 1` lands on the function, so the class has to read it there too.
 */

/** Any class, whatever its constructor takes. */
export type Constructor = new (...args: any[]) => any;

/**
 * A class that may also be called. Generic parameters survive in the `new` form only, since TypeScript cannot carry them
 * over; a generic class declares its own interface with both signatures and casts:
 *
 * ```ts
 * interface QueueConstructor { new <T>(maxsize?: number): Queue<T>; <T>(maxsize?: number): Queue<T>; }
 * export const Queue = callable(QueueClass) as unknown as QueueConstructor;
 * ```
 */
export type Callable<C extends Constructor> = C & ((...args: ConstructorParameters<C>) => InstanceType<C>);

/**
 * Makes a class callable without `new`.
 *
 * @param Class the class; it stays usable by itself, but `prototype.constructor` is the returned function from now on
 * @param name the public name; give it where a minifier could rename the class
 * @param finish called with each direct instance, before the caller gets it
 * @returns a function that constructs with and without `new` and that can be extended
 *
 * @example
 * class LockClass { locked() { return false; } }
 * export const Lock = callable(LockClass, "Lock");
 * Lock() instanceof Lock; // true
 */
export function callable<C extends Constructor>(
  Class: C,
  name: string = Class.name,
  finish?: (instance: InstanceType<C>) => void,
): Callable<C> {
  const construct = function (this: unknown, ...args: unknown[]): unknown {
    const target = new.target ?? construct;
    const instance = Reflect.construct(Class, args, target) as InstanceType<C>;
    if (finish !== undefined && (target as unknown) === construct) finish(instance);
    return instance;
  } as unknown as Callable<C>;
  Object.setPrototypeOf(construct, Class);
  Object.defineProperty(construct, "name", { value: name, configurable: true });
  Object.defineProperty(construct, "length", { value: Class.length, configurable: true });
  Object.defineProperty(construct, "prototype", { value: Class.prototype, writable: false });
  Object.defineProperty(Class.prototype, "constructor", { value: construct, writable: true, configurable: true });
  return construct;
}

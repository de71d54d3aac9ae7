/** Accessors that stand for properties whose values lie elsewhere. */

/**
 * Gives the accessor for a key: one pair of functions serves the property of that name of all objects. It cannot be deleted,
 * since that must not seem to work.
 */
export function keyedAccessors<T extends object>(
  read: (self: T, key: string) => unknown,
  write: (self: T, key: string, value: unknown) => void,
): (key: string) => PropertyDescriptor {
  const accessors = new Map<string, PropertyDescriptor>();
  return (key) => {
    let accessor = accessors.get(key);
    if (accessor === undefined) {
      accessor = {
        get(this: T) {
          return read(this, key);
        },
        set(this: T, value: unknown) {
          write(this, key, value);
        },
        enumerable: true,
        configurable: false,
      };
      accessors.set(key, accessor);
    }
    return accessor;
  };
}

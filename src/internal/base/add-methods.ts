/**
 * Adds methods to a class from another file. Like those of the class itself they are not enumerable; the file tells
 * TypeScript of them by merging an interface with the class.
 */
export function addMethods<T extends object>(prototype: T, methods: Partial<T> & ThisType<T>): void {
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, { value, writable: true, enumerable: false, configurable: true });
  }
}

/** Objects of this package that belong to the thread which made them: views and iterators of what all share. */
interface Advice {
  what: string;
  remedy: string;
}

const advices = new WeakMap<object, Advice>();

/** Says what instances of a class are called when they are refused, and what to send instead. */
export function keepInThread({ prototype }: { prototype: object }, what: string, remedy: string): void {
  advices.set(prototype, { what, remedy });
}

export function adviceOnKept(value: object): Advice | undefined {
  for (let at: object | null = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) {
    const advice = advices.get(at);
    if (advice !== undefined) return advice;
  }
  return undefined;
}

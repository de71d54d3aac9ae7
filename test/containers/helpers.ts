import { expect } from 'vitest';
import { type Handle, ptrOf } from '../../src/internal/codec/index.js';
import { publish } from '../../src/internal/codec/publish.js';

/** The object as others see it: what it holds has been encoded. */
export function shared<T extends object>(value: T): T {
  publish(ptrOf(value as unknown as Handle));
  return value;
}

export function raises(run: () => unknown, Class: unknown, message: string): void {
  let error: unknown;
  try {
    run();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(Class);
  expect((error as Error).message).toBe(message);
}

/**
 * What the programs use of the packages that are measured. These are not there when types are checked, since only
 * `npm run bench` installs them.
 */
declare module "piscina";
declare module "synckit";
declare module "tinypool";
declare module "workerpool";

declare module "multithreading" {
  type Result<T> = { ok: true; value: T } | { ok: false; error: Error };
  type Handle<T> = { join(): Promise<Result<T>> };

  export function initRuntime(config: { maxWorkers: number }): void;
  export function shutdown(): void;
  export function move<A extends unknown[]>(...args: A): A;
  export function spawn<R>(fn: () => R | Promise<R>): Handle<R>;
  export function spawn<A extends unknown[], R>(moved: A, fn: (...args: A) => R | Promise<R>): Handle<R>;

  class Guard<T> {
    readonly value: T;
    dispose(): void;
  }
  export class Mutex<T = void> {
    constructor(data?: T);
    lock(): Promise<Guard<T>>;
    blockingLock(): Guard<T>;
  }
  export class Condvar {
    wait(guard: Guard<any>): Promise<void>;
    notifyOne(): void;
  }
  export class Semaphore {
    constructor(permits: number);
    acquire(): Promise<{ dispose(): void }>;
  }
  export class Barrier {
    constructor(parties: number);
    wait(): Promise<unknown>;
  }
  export class SharedJsonBuffer {
    constructor(initial: object);
  }

  class Sender {
    clone(): Sender;
    send(value: unknown): Promise<Result<void>>;
    blockingSend(value: unknown): Result<void>;
  }
  class Receiver {
    clone(): Receiver;
    recv(): Promise<Result<any>>;
    blockingRecv(): Result<any>;
  }
  export function channel(capacity?: number): [Sender, Receiver];
}

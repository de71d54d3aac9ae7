/**
 * `queue.Queue`: Python's methods over a channel (see channel.ts, which has the states and invariants).
 *
 * The mutex is a Lock object of its own, which the queue holds, so that a program's `q.mutex` is the very lock that
 * guards the items.
 */
import { typeName } from "../internal/base/type-name.js";
import { keepMember, MISSING, readAttribute, writeAttribute } from "../internal/codec/attributes.js";
import { updateArrays } from "../internal/codec/connected.js";
import { bodyOf, Handle, handleOf, isNew, ptrOf } from "../internal/codec/index.js";
import { defineKind, type KindDefinition } from "../internal/codec/kinds.js";
import { addressText } from "../internal/codec/repr.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { alloc, release, releaseObject } from "../internal/memory/alloc.js";
import { floats, words } from "../internal/memory/arena.js";
import { load } from "../internal/memory/futex.js";
import {
  Kind,
  LockBody,
  NULL_PTR,
  OBJECT_HEADER_WORDS,
  ObjectHeader,
  type Ptr,
  QUEUE_BODY_WORDS,
  QueueBody,
  WaitKind,
} from "../internal/memory/layout.js";
import { isKeywords } from "../thread/acquire-arguments.js";
// biome-ignore lint/style/useImportType: it also makes the kind of the mutex known
import { LockType } from "../thread/lock.js";
import { lockBodyWords } from "../thread/lock-order.js";
import { type AsyncOptions, splitSignal } from "../thread/async-arguments.js";
import { qualifiedName } from "../thread/class-name.js";
import { checkKeywords } from "../thread/keywords.js";
import type { Condition } from "../threading/condition.js";
import { type BlockOptions, type BlockTimeout, blockArguments, type Deadline, forever } from "./arguments.js";
import {
  DONE,
  letGoLocked,
  letLookLocked,
  letPutLocked,
  looksLocked,
  NO_ITEM,
  NO_ROOM,
  Order,
  SHUT_DOWN,
  setMaxsize,
  shutDown,
  sizeOf,
} from "./channel.js";
import { get, getAsync } from "./channel-get.js";
import { put, putAsync, putNumber } from "./channel-put.js";
import { joinTasks, joinTasksAsync, setUnfinishedTasks, taskDone, unfinishedTasks } from "./channel-tasks.js";
import { Empty, Full, ShutDown } from "./errors.js";
import {
  addItem,
  getByHook,
  getByHookAsync,
  type Hooks,
  overridesHooks,
  putByHook,
  putByHookAsync,
  removeItem,
  shutDownByHook,
  sizeByHook,
} from "./hooks.js";
import { type IndexedItems, indexedItems, QueueItems } from "./items.js";
import { addToOwn, ownSize, takeFromOwn } from "./own-storage.js";
import { queueCondition } from "./queue-condition.js";
import { eachItem } from "./ring.js";

/** Where a class says what kind of object it makes, and in which order items come out; a subclass inherits both. */
export const queueKind = Symbol("kind of queue");
export const queueOrder = Symbol("order of items");

/** Fields of `new.target` that a queue is made by. */
interface QueueStatics {
  readonly [queueKind]: Kind;
  readonly [queueOrder]: Order;
}

/** Makes the lock that guards a queue. Its body is all zero: free, with no holder. */
export function createMutex(): Ptr {
  const mutex = alloc(OBJECT_HEADER_WORDS + lockBodyWords);
  words[mutex + ObjectHeader.KIND] = Kind.LOCK;
  return mutex;
}

/** Address of the word that a queue's body names as its mutex. */
export const mutexOf = (body: Ptr): Ptr => words[body + QueueBody.MUTEX_OBJECT] + OBJECT_HEADER_WORDS + LockBody.STATE;

/** Keywords of the queues. */
export interface QueueOptions {
  /** How many items may be there at once; zero or less, the default: any number. */
  maxsize?: number;
}

/** Keywords of `shutdown`. */
export interface ShutdownOptions {
  /** Also drops the items that are there. Default: false. */
  immediate?: boolean;
}

/** What those are seen to wait for who wait by a condition of the queue. */
const CONDITION_KINDS = { not_empty: WaitKind.GET, not_full: WaitKind.PUT, all_tasks_done: WaitKind.TASKS } as const;

export class QueueClass<T> extends Handle implements Hooks<T> {
  static readonly [queueKind]: Kind = Kind.QUEUE;
  static readonly [queueOrder]: Order = Order.FIFO;

  readonly #body: Ptr;
  readonly #mutex: Ptr;
  readonly #order: Order;
  /** The class keeps its items in its own way: see hooks.ts. */
  readonly #isHooked: boolean;
  #items: IndexedItems<T> | undefined;
  #notEmpty: Condition | undefined;
  #notFull: Condition | undefined;
  #allTasksDone: Condition | undefined;
  /** Numbers can go straight into the ring. */
  readonly #isPlain: boolean;

  /**
   * @param maxsize how many items may be there at once; zero or less: any number. A keyword object may stand here instead.
   */
  constructor(maxsize: number | { maxsize?: number } = 0) {
    const statics = new.target as unknown as QueueStatics;
    super(statics[queueKind], QUEUE_BODY_WORDS);
    const body = bodyOf(this);
    const isFresh = isNew();
    if (isFresh) {
      words[body + QueueBody.MUTEX_OBJECT] = createMutex();
      floats[(body + QueueBody.MAXSIZE) >> 1] = maxsizeArgument(maxsize);
    }
    this.#body = body;
    this.#mutex = mutexOf(body);
    this.#order = statics[queueOrder];
    this.#isHooked = overridesHooks(new.target.prototype, QueueClass.prototype);
    this.#isPlain = !this.#isHooked && this.#order !== Order.PRIORITY;
    if (isFresh && this.#isHooked) this._init(this.maxsize);
  }

  /**
   * Puts an item in, waiting in line while the queue is full. Plain data is copied; shared objects stay themselves.
   *
   * @param item any value that can cross to another thread
   * @param block false: give up at once when the queue is full. A keyword object may stand here instead.
   * @param timeout seconds to wait at most, fractions allowed; null waits for ever
   * @throws Full when there was no room in time
   * @throws ShutDown when the queue has been shut down
   * @throws ValueError for a negative timeout, if the queue is bounded
   * @throws CaptureError when the item cannot cross
   * @example
   * q.put(42);
   * q.put(42, { timeout: 0.5 });
   */
  put(item: T, block?: boolean | number | BlockOptions, timeout?: number | null | BlockTimeout): void;
  put(item: T, block?: unknown, timeout?: number | null): void {
    if (block === undefined && timeout === undefined) {
      if (typeof item === "number" && this.#isPlain && putNumber(this.#mutex, this.#body, item)) return;
      this.#put(item, forever);
    } else {
      this.#put(
        item,
        blockArguments("Queue.put", block, timeout, () => this.#looksAtTimeout()),
      );
    }
  }

  /**
   * As `put`, without blocking: for code that must leave the event loop free. Stands in the same line.
   *
   * @param item any value that can cross to another thread
   * @param block false: give up at once when the queue is full. A keyword object may stand here instead.
   * @param timeout seconds to wait at most, fractions allowed; null waits for ever
   * @param options `signal`: an AbortSignal that ends the wait; the item is not put then
   * @returns a promise that rejects with what `put` raises, or the signal's reason
   * @example
   * await q.put_async(job, { timeout: 0.5 });
   */
  put_async(
    item: T,
    block?: boolean | number | (BlockOptions & AsyncOptions),
    timeout?: number | null | (BlockTimeout & AsyncOptions),
    options?: AsyncOptions,
  ): Promise<void>;
  async put_async(item: T, ...given: unknown[]): Promise<void> {
    const { args, signal } = splitSignal(given);
    const deadline = blockArguments("Queue.put_async", args[0], args[1], () => this.#looksAtTimeout());
    const outcome = this.#isHooked
      ? await putByHookAsync(this, this.#mutex, this.#body, item, deadline, signal)
      : await putAsync(this.#mutex, this.#body, this.#order, item, deadline, signal);
    if (outcome !== DONE) throw outcome === NO_ROOM ? new Full() : new ShutDown();
  }

  /** An unbounded queue never waits to put, and one that is shut down says so first. */
  #looksAtTimeout(): boolean {
    return this.maxsize > 0 && !this.is_shutdown;
  }

  #put(item: T, deadline: Deadline): void {
    const outcome = this.#isHooked
      ? putByHook(this, this.#mutex, this.#body, item, deadline)
      : put(this.#mutex, this.#body, this.#order, item, deadline);
    if (outcome !== DONE) throw outcome === NO_ROOM ? new Full() : new ShutDown();
  }

  /**
   * Takes an item out, waiting in line while there is none.
   *
   * @param block false: give up at once when there is no item. A keyword object may stand here instead.
   * @param timeout seconds to wait at most, fractions allowed; null waits for ever
   * @returns the item, which belongs to the caller
   * @throws Empty when there was no item in time
   * @throws ShutDown when there is no item and the queue has been shut down
   * @throws ValueError for a negative timeout
   * @example
   * const item = q.get();
   * const other = q.get({ timeout: 0.5 });
   */
  get(block?: boolean | number | BlockOptions, timeout?: number | null | BlockTimeout): T;
  get(block?: unknown, timeout?: number | null): T {
    const deadline =
      block === undefined && timeout === undefined ? forever : blockArguments("Queue.get", block, timeout, () => !this.#isOver());
    const item = this.#isHooked
      ? getByHook(this, this.#mutex, this.#body, deadline)
      : get(this.#mutex, this.#body, this.#order, deadline);
    updateArrays?.();
    if (typeof item === "symbol") this.#refuse(item);
    return item as T;
  }

  /**
   * As `get`, without blocking: for code that must leave the event loop free. Stands in the same line.
   *
   * @param block false: give up at once when there is no item. A keyword object may stand here instead.
   * @param timeout seconds to wait at most, fractions allowed; null waits for ever
   * @param options `signal`: an AbortSignal that ends the wait; no item is taken then
   * @returns a promise of the item; it rejects with what `get` raises, or the signal's reason
   * @example
   * const item = await q.get_async({ timeout: 0.5 });
   */
  get_async(
    block?: boolean | number | (BlockOptions & AsyncOptions),
    timeout?: number | null | (BlockTimeout & AsyncOptions),
    options?: AsyncOptions,
  ): Promise<T>;
  async get_async(...given: unknown[]): Promise<T> {
    const { args, signal } = splitSignal(given);
    const deadline = blockArguments("Queue.get_async", args[0], args[1], () => !this.#isOver());
    const item = this.#isHooked
      ? await getByHookAsync(this, this.#mutex, this.#body, deadline, signal)
      : await getAsync(this.#mutex, this.#body, this.#order, deadline, signal);
    updateArrays?.();
    if (typeof item === "symbol") this.#refuse(item);
    return item as T;
  }

  #isOver(): boolean {
    return this.is_shutdown && this.empty();
  }

  /** Raises what a get that brought no item means; an item may be a symbol too. */
  #refuse(outcome: symbol): void {
    if (outcome === NO_ITEM) throw new Empty();
    if (outcome === SHUT_DOWN) throw new ShutDown();
  }

  /**
   * Puts an item in if there is room now: `put(item, false)`.
   *
   * @param item any value that can cross to another thread
   * @throws Full when there is none
   * @throws ShutDown when the queue has been shut down
   * @throws CaptureError when the item cannot cross
   * @example
   * try { q.put_nowait(1); } catch (e) { if (!(e instanceof Queue.Full)) throw e; }
   */
  put_nowait(item: T): void {
    this.put(item, false);
  }

  /**
   * Takes an item out if there is one now: `get(false)`.
   *
   * @returns the item, which belongs to the caller
   * @throws Empty when there is none
   * @throws ShutDown when there is none and the queue has been shut down
   * @example
   * try { print(q.get_nowait()); } catch (e) { if (!(e instanceof Queue.Empty)) throw e; }
   */
  get_nowait(): T {
    return this.get(false);
  }

  /**
   * How many items there are.
   *
   * @returns what was true at some moment of the call
   * @example
   * print(q.qsize(), "jobs left");
   */
  qsize(): number {
    return this.#isHooked ? sizeByHook(this, this.#mutex) : sizeOf(this.#mutex, this.#body);
  }

  /**
   * Whether there is no item.
   *
   * @returns what was true at some moment of the call; a `get` may wait nevertheless
   * @example
   * while (!q.empty()) print(q.get());
   */
  empty(): boolean {
    return this.qsize() === 0;
  }

  /**
   * Whether there is no room; an unbounded queue always has some.
   *
   * @returns what was true at some moment of the call; a `put` may wait nevertheless
   * @example
   * if (q.full()) print("the workers are late");
   */
  full(): boolean {
    const maxsize = this.maxsize;
    return maxsize > 0 && this.qsize() >= maxsize;
  }

  /**
   * Says that the work on an item that was taken out is done; the last one lets those go on who `join`.
   *
   * @throws ValueError when it is called more often than items were put in
   * @example
   * const job = q.get();
   * try { work(job); } finally { q.task_done(); }
   */
  task_done(): void {
    taskDone(this.#mutex, this.#body);
  }

  /**
   * Waits until `task_done` has been called for each item that was put in.
   *
   * @example
   * for (const job of jobs) q.put(job);
   * q.join();
   */
  join(): void {
    joinTasks(this.#mutex, this.#body);
    updateArrays?.();
  }

  /**
   * As `join`, without blocking: for code that must leave the event loop free.
   *
   * @param options `signal`: an AbortSignal that ends the wait
   * @returns a promise that rejects with the signal's reason
   * @example
   * await q.join_async();
   */
  join_async(options?: AsyncOptions): Promise<void>;
  async join_async(...given: unknown[]): Promise<void> {
    const { args, signal } = splitSignal(given);
    if (args.length > 0) throw new TypeError(`Queue.join_async() takes no arguments but a signal (${args.length} given)`);
    await joinTasksAsync(this.#mutex, this.#body, signal);
  }

  /**
   * Ends the queue. Every further put raises ShutDown, and so does every get once there is no item left; those who wait
   * are woken and raise it too.
   *
   * @param immediate also drops the items that are there, and counts them as done. A keyword object may stand here instead.
   * @example
   * q.shutdown();
   */
  shutdown(immediate: boolean | ShutdownOptions = false): void {
    let drops: unknown = immediate;
    if (isKeywords(immediate)) {
      checkKeywords("Queue.shutdown", immediate, ["immediate"]);
      drops = immediate.immediate;
    }
    if (this.#isHooked) shutDownByHook(this, this.#mutex, this.#body, Boolean(drops));
    else shutDown(this.#mutex, this.#body, Boolean(drops));
  }

  /** How many items may be there at once; zero or less: any number. Settable at any time. */
  get maxsize(): number {
    return floats[(this.#body + QueueBody.MAXSIZE) >> 1];
  }

  set maxsize(maxsize: number) {
    setMaxsize(this.#mutex, this.#body, this.#order, maxsizeArgument(maxsize));
  }

  /** For how many items `task_done` is still due. Settable, for programs that drop items; 0 lets those go on who join. */
  get unfinished_tasks(): number {
    return unfinishedTasks(this.#body);
  }

  set unfinished_tasks(count: number) {
    if (typeof count !== "number") throw new TypeError(`'${typeName(count)}' object cannot be interpreted as an integer`);
    setUnfinishedTasks(this.#mutex, this.#body, count);
  }

  /** Whether `shutdown` has been called. */
  get is_shutdown(): boolean {
    return load(this.#body + QueueBody.IS_SHUT_DOWN) !== 0;
  }

  /**
   * The items as they lie in the queue: `length`, `q.queue[0]`, iteration, `includes`, `index`, `count`, `append`,
   * `extend`, `pop`, `remove` and `clear`, and for a Queue `popleft` and `appendleft`. What is done here wakes nobody and
   * counts no tasks. Setting it replaces the items. A subclass with hooks may keep its items in an attribute of this name.
   *
   * Differs from CPython: it has these operations only, and is no deque or list by class.
   *
   * @example
   * with_(q.mutex, () => q.queue.clear());
   */
  get queue(): IndexedItems<T> {
    const own = this.#ownStorage;
    if (own !== MISSING) return own as IndexedItems<T>;
    if (this.#items === undefined) {
      this.#items = indexedItems(new QueueItems<T>(this, this.#mutex, this.#body, this.#order));
      keepMember(this.#items, this, "queue");
    }
    return this.#items;
  }

  set queue(items: Iterable<T>) {
    if (this.#isHooked) writeAttribute(ptrOf(this), "queue", items);
    else this.queue.replace(items);
  }

  /** The lock that guards the queue: while a thread holds it, all methods of the queue wait in the others, and in itself. */
  get mutex(): LockType {
    return handleOf(words[this.#body + QueueBody.MUTEX_OBJECT]) as LockType;
  }

  /**
   * A Condition over `mutex` that each put notifies, for programs that look at `queue` themselves.
   *
   * @example
   * with_(q.not_empty, () => {
   *   while (q.queue.length === 0) q.not_empty.wait();
   *   return q.queue[0];
   * });
   */
  get not_empty(): Condition {
    this.#notEmpty ??= this.#condition("not_empty", QueueBody.GETTERS, (list, waiter) => {
      if (looksLocked(waiter) || words[this.#body + QueueBody.SIZE] !== 0) letLookLocked(list, waiter);
    });
    return this.#notEmpty;
  }

  /** A Condition over `mutex` that each get notifies. */
  get not_full(): Condition {
    this.#notFull ??= this.#condition("not_full", QueueBody.PUTTERS, (_, waiter) =>
      letPutLocked(this.#body, this.#order, waiter),
    );
    return this.#notFull;
  }

  /**
   * A Condition over `mutex` that the last `task_done` notifies.
   *
   * @example
   * with_(q.all_tasks_done, () => q.all_tasks_done.wait_for(() => q.unfinished_tasks === 0, { timeout: 5 }));
   */
  get all_tasks_done(): Condition {
    this.#allTasksDone ??= this.#condition("all_tasks_done", QueueBody.JOINERS, letGoLocked);
    return this.#allTasksDone;
  }

  #condition(name: keyof typeof CONDITION_KINDS, line: number, notifyLocked: (list: Ptr, waiter: Ptr) => void): Condition {
    // Those who wait for a queue with hooks look again whenever they are woken.
    const notify = this.#isHooked ? letGoLocked : notifyLocked;
    const kind = CONDITION_KINDS[name];
    return queueCondition(this, name, this.mutex, this.#mutex, { list: this.#body + line, kind, notifyLocked: notify });
  }

  /**
   * For subclasses that keep the items in their own way: makes the storage. If that is an attribute `queue`, hooks that
   * are not overridden work on it; of others, override all four. All are called with the mutex held, so they must not call
   * the public methods of the queue.
   *
   * @param maxsize how many items may be there at once; zero or less: any number
   * @example
   * class Unique extends Queue.Queue<string> {
   *   _init() { this.items = set<string>(); }
   *   _qsize() { return this.items.size; }
   *   _put(item: string) { this.items.add(item); }
   *   _get() { return this.items.pop(); }
   *   declare items: set<string>;
   * }
   */
  _init(maxsize: number): void;
  _init(): void {}

  /** For subclasses: how many items there are. */
  _qsize(): number {
    const own = this.#ownStorage;
    return own === MISSING ? words[this.#body + QueueBody.SIZE] : ownSize(own);
  }

  /** For subclasses: adds an item. What it throws comes out of `put`, and the item does not count. */
  _put(item: T): void {
    const own = this.#ownStorage;
    if (own === MISSING) addItem(this.#body, this.#order, item);
    else addToOwn(own, this.#order, item);
  }

  /** For subclasses: takes out the next item and returns it; there is one. What it throws comes out of `get`. */
  _get(): T {
    const own = this.#ownStorage;
    return (own === MISSING ? removeItem(this.#body, this.#order) : takeFromOwn(own, this.#order)) as T;
  }

  /** What a class with hooks keeps its items in, if that is an attribute `queue`. */
  get #ownStorage(): unknown {
    return this.#isHooked ? readAttribute(ptrOf(this), "queue") : MISSING;
  }

  /** The queue as Python's repr shows it: `<queue.Queue object at 0x…>`. */
  toString(): string {
    return reprOfQueue(qualifiedName(this, "queue"))(ptrOf(this));
  }
}

export const reprOfQueue =
  (name: string) =>
  (object: Ptr): string =>
    `<${name} object at ${addressText(object)}>`;

function maxsizeArgument(maxsize: unknown): number {
  let size = maxsize;
  if (isKeywords(maxsize)) {
    checkKeywords("Queue.__init__", maxsize, ["maxsize"]);
    size = maxsize.maxsize ?? 0;
  }
  if (typeof size === "number" || typeof size === "boolean") return Number(size);
  throw new TypeError(`'>' not supported between instances of '${typeName(size)}' and 'int'`);
}

/** What the codec has to know of a queue of any kind: its items, and the blocks that it owns. */
export const queueStorage: Pick<KindDefinition, "slots" | "destroy"> = {
  slots: (object, visit) => eachItem(object + OBJECT_HEADER_WORDS, visit),
  destroy(object) {
    const body = object + OBJECT_HEADER_WORDS;
    const ring = words[body + QueueBody.RING];
    const mutex = words[body + QueueBody.MUTEX_OBJECT];
    if (ring !== NULL_PTR) release(ring);
    if (mutex !== NULL_PTR) releaseObject(mutex);
  },
};

/**
 * A line of items that threads hand to each other: the first put in is the first taken out.
 *
 * Shared objects stay themselves, and so does an instance that holds a lock, an event or the like. The rest is copied when it is
 * put in, and belongs to whoever takes it out: what that changes of it, nobody else sees.
 *
 * @example
 * const q = Queue.Queue<number>(10);
 * threading.Thread({ target: () => { for (let n = q.get(); n > 0; n = q.get()) print(n); } }).start();
 * for (const n of [3, 2, 1, 0]) q.put(n);
 */
export const Queue = sharedClass(QueueClass, "Queue") as unknown as QueueConstructor;

/** What `Queue()` makes. */
export interface Queue<T = any> extends QueueClass<T> {}

export interface QueueConstructor {
  /**
   * Makes an empty queue.
   *
   * @param maxsize how many items may be there at once; zero or less, and unless given: any number. A keyword object may
   * stand here instead.
   * @example
   * const q = Queue.Queue<string>({ maxsize: 10 });
   */
  <T = any>(maxsize?: number | QueueOptions): Queue<T>;
  /**
   * Makes an empty queue.
   *
   * @param maxsize how many items may be there at once; zero or less, and unless given: any number. A keyword object may
   * stand here instead.
   */
  new <T = any>(maxsize?: number | QueueOptions): Queue<T>;
  readonly prototype: Queue<any>;
}

defineKind({ kind: Kind.QUEUE, base: QueueClass, exported: Queue, repr: reprOfQueue("queue.Queue"), ...queueStorage });

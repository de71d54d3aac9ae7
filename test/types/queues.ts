/** Queues hold items of one type. Compiled, never run; each wrong call must be an error. */
import { dict, list, set, SimpleNamespace } from "pythreads/builtins";
import * as Queue from "pythreads/queue";
import queueObject from "pythreads/queue";
import type * as thread from "pythreads/thread";
import { same } from "./same.js";

const any: any = undefined;

// ---------------------------------------------------------------- with and without new
same<Queue.Queue<number>>()(Queue.Queue<number>(10));
same<Queue.Queue<number>>()(new Queue.Queue<number>({ maxsize: 10 }));
same<Queue.LifoQueue<string>>()(Queue.LifoQueue<string>());
same<Queue.PriorityQueue<[number, string]>>()(new Queue.PriorityQueue<[number, string]>());
same<Queue.SimpleQueue<string>>()(Queue.SimpleQueue<string>());
same<typeof Queue.Queue>()(queueObject.Queue);
const untyped = Queue.Queue();
untyped.put({ a: 1 });

// ---------------------------------------------------------------- items
for (const q of [Queue.Queue<number>(), Queue.LifoQueue<number>(), Queue.PriorityQueue<number>()]) {
  q.put(1);
  q.put(1, false);
  q.put(1, true, 2);
  q.put(1, true, { timeout: 2 });
  q.put(1, { block: false });
  q.put(1, { timeout: null });
  q.put_nowait(1);
  same<number>()(q.get());
  q.get(false);
  q.get(1, 0.5);
  q.get(true, { timeout: 0.5 });
  q.get({ timeout: 0.5 });
  same<number>()(q.get_nowait());
  same<Promise<void>>()(q.put_async(1, { timeout: 1, signal: any }));
  same<Promise<number>>()(q.get_async({ signal: any }));
  same<Promise<void>>()(q.join_async({ signal: any }));
  same<void>()(q.task_done());
  q.shutdown();
  q.shutdown(true);
  q.shutdown({ immediate: true });
  same<number>()(q.qsize());
  same<boolean>()(q.is_shutdown);
  same<thread.LockType>()(q.mutex);
  q.maxsize = 3;
  q.queue.clear();
  same<number>()(q.queue[0]);

  // @ts-expect-error an item of another type
  q.put("1");
  // @ts-expect-error an item of another type
  q.put_nowait(null);
  // @ts-expect-error an item of another type
  q.put_async("1");
  // @ts-expect-error no item
  q.put();
  // @ts-expect-error no such keyword
  q.put(1, { timout: 1 });
  // @ts-expect-error no such keyword
  q.put(1, true, { timout: 1 });
  // @ts-expect-error no such keyword
  q.get({ blocking: false });
  // @ts-expect-error seconds are a number
  q.get({ timeout: "1" });
  // @ts-expect-error a text is no flag
  q.get("no");
  // @ts-expect-error a signal is no option of the blocking form
  q.get({ signal: any });
  // @ts-expect-error no such keyword
  q.shutdown({ now: true });
  // @ts-expect-error Python's join takes no timeout
  q.join(1);
  // @ts-expect-error it is read-only
  q.is_shutdown = true;
}
const text: string = Queue.Queue<string>().get();
// @ts-expect-error a queue of strings gives no number
const wrong: number = Queue.Queue<string>().get();
// @ts-expect-error no such keyword
Queue.Queue({ maxsze: 1 });
// @ts-expect-error how many is a number
Queue.Queue("1");

// ---------------------------------------------------------------- SimpleQueue
const simple = Queue.SimpleQueue<string>();
simple.put("a", true, 1);
same<string>()(simple.get({ timeout: 1 }));
// @ts-expect-error an item of another type
simple.put(1);
// @ts-expect-error it has no tasks
simple.task_done();
// @ts-expect-error it takes no arguments
Queue.SimpleQueue(1);

// ---------------------------------------------------------------- subclasses
class Numbers extends Queue.Queue<number> {
  total = 0;
  constructor() {
    super(5);
  }
  put(item: number, block?: boolean | number) {
    this.total += item;
    super.put(item, block);
  }
}
new Numbers().put(1);
// @ts-expect-error an item of another type
new Numbers().put("1");

class Unique<T> extends Queue.Queue<T> {
  declare items: set<T>;
  _init(_maxsize: number) {
    this.items = set<T>();
  }
  _qsize() {
    return this.items.size;
  }
  _put(item: T) {
    this.items.add(item);
  }
  _get() {
    return this.items.pop();
  }
}
same<string>()(new Unique<string>().get());
class Stack extends Queue.LifoQueue<string> {}
same<string>()(new Stack().get());
class Simple extends Queue.SimpleQueue<string> {}
same<string>()(new Simple().get());
class WrongHook extends Queue.Queue<number> {
  // @ts-expect-error the hook is given items of the queue's type
  _put(_item: string) {}
}
new WrongHook();

// ---------------------------------------------------------------- containers
const numbers = list<number>();
same<list<number>>()(numbers);
same<number>()(numbers[0]!);
same<number>()(numbers.pop());
same<string[]>()(numbers.map(String));
same<list<string>>()(list(["a"]));
numbers.append(1);
numbers.sort({ key: (n) => -n, reverse: true });
class Names extends list<string> {
  first() {
    return this[0];
  }
}
new Names(["a"]).first();

// @ts-expect-error an item of another type
numbers.append("1");
// @ts-expect-error an item of another type
numbers[0] = "1";
// @ts-expect-error items of another type
numbers.extend(["1"]);
// @ts-expect-error no such keyword
numbers.sort({ reversed: true });

const ages = dict<string, number>({ ann: 31 });
same<dict<string, number>>()(ages);
same<number>()(ages["ann"]!);
same<number | undefined>()(ages.get("ann"));
same<number | null>()(ages.get("ann", null));
ages["bob"] = 25;
ages["bob"] += 1;
for (const [name, age] of ages.items()) ages.setdefault(name, age);
same<dict<string, null>>()(dict.fromkeys(["a"]));
const byNumber = dict<number, string>([[1, "a"]]);
same<string>()(byNumber[1]!);
class Counter extends dict<string, number> {
  count(key: string) {
    this[key] = this.get(key, 0) + 1;
  }
}
new Counter().count("a");
const asArgument: dict<string, number> = new Counter();
const copied: dict<string, number> = ages.copy();

// @ts-expect-error a value of another type
ages["ann"] = "31";
// @ts-expect-error a key of another type
ages.get(1);
// @ts-expect-error a value of another type
ages.setdefault("a", "1");
// @ts-expect-error entries of another type
dict<string, number>({ ann: "31" });

const visited = set<string>(["/"]);
same<string>()(visited.pop());
visited.add("/a");
// @ts-expect-error an item of another type
visited.add(1);

const shared = SimpleNamespace({ counter: 0, name: "a" });
shared.counter += 1;
same<string>()(shared.name);
// @ts-expect-error an attribute of another type
shared.counter = "1";
// @ts-expect-error no such attribute
shared.conuter = 1;

export { asArgument, copied, text, wrong };

// A buffer of fixed size with one lock and two conditions on it: producers wait for room, consumers for items.
import * as threading from "pythreads/threading";
import { len, list, object, print, range } from "pythreads/builtins";

class BoundedBuffer<T> extends object {
  items: list<T | null>;
  first: number;
  count: number;
  fullest: number;
  mutex: threading.Lock;
  not_full: threading.Condition;
  not_empty: threading.Condition;

  constructor(size: number) {
    super();
    this.items = list(Array(size).fill(null));
    this.first = 0;
    this.count = 0;
    this.fullest = 0;
    this.mutex = threading.Lock();
    this.not_full = threading.Condition(this.mutex);
    this.not_empty = threading.Condition(this.mutex);
  }

  put(item: T) {
    using _ = this.not_full.hold();
    this.not_full.wait_for(() => this.count < len(this.items));
    this.items[(this.first + this.count) % len(this.items)] = item;
    this.count += 1;
    this.fullest = Math.max(this.fullest, this.count);
    this.not_empty.notify();
  }

  get() {
    using _ = this.not_empty.hold();
    this.not_empty.wait_for(() => this.count > 0);
    const item = this.items[this.first];
    this.items[this.first] = null;
    this.first = (this.first + 1) % len(this.items);
    this.count -= 1;
    this.not_full.notify();
    return item as T;
  }
}

function produce(buffer: BoundedBuffer<number>, start: number, n: number) {
  for (const item of range(start, start + n)) {
    buffer.put(item);
  }
}

function consume(buffer: BoundedBuffer<number>, n: number, received: list<number>) {
  for (const _ of range(n)) {
    received.append(buffer.get());
  }
}

const buffer = new BoundedBuffer<number>(3);
const received = [list<number>(), list<number>()];
const threads = [...range(2)].map((i) => threading.Thread({ target: produce, args: [buffer, i * 200, 200] }));
threads.push(...[...range(2)].map((i) => threading.Thread({ target: consume, args: [buffer, 200, received[i]] })));
for (const t of threads) {
  t.start();
}
for (const t of threads) {
  t.join();
}
const everything = list(received[0].concat(received[1]));
everything.sort();
print("each item once:", everything.__eq__([...range(400)]));
const first = list(received[0].filter((item) => item < 200));
const in_order = first.copy();
in_order.sort();
print("in order:", first.__eq__(in_order));
print("never too full:", buffer.fullest <= 3, "left:", buffer.items);

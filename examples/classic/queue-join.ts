// Producers fill a queue, daemon consumers empty it, and main waits by join() until each item has been worked on.
import * as queue from "pythreads/queue";
import * as threading from "pythreads/threading";
import { list, print, range, ValueError } from "pythreads/builtins";

const q = queue.Queue<number | null>({ maxsize: 4 });
const lock = threading.Lock();
const shared_total = list([0]);
const by_consumer = list<[string, number]>();

function producer(start: number) {
  for (const i of range(start, start + 50)) {
    q.put(i);
  }
}

function consumer(name: string) {
  let mine = 0;
  while (true) {
    const item = q.get();
    if (item === null) {
      by_consumer.append([name, mine]);
      q.task_done();
      break;
    }
    lock.acquire();
    shared_total[0] += item;
    lock.release();
    mine += 1;
    q.task_done();
  }
}

const producers = [...range(4)].map((n) => threading.Thread({ target: producer, args: [n * 50] }));
const consumers = [...range(3)].map((n) => threading.Thread({ target: consumer, args: [`c${n}`] }));
for (const t of consumers) {
  t.daemon = true;
  t.start();
}
for (const t of producers) {
  t.start();
}
for (const t of producers) {
  t.join();
}
q.join();
print("total:", shared_total[0]);
for (const _ of consumers) {
  q.put(null);
}
q.join();
print("items:", by_consumer.reduce((sum, [_, count]) => sum + count, 0));
print("consumers:", by_consumer.map(([name, _]) => name).sort());
try {
  q.get({ block: true, timeout: 0.01 });
} catch (error) {
  if (!(error instanceof queue.Empty)) throw error;
  print("the queue is empty");
}
try {
  q.task_done();
} catch (error) {
  if (!(error instanceof ValueError)) throw error;
  print(error);
}

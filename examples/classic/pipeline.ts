// Three stages, each a thread, hand lines from queue to queue; a sentinel object tells each that no more will come.
//
// Not as in Python: `iter(rendered.get, DONE)` is a loop with an assignment in its condition.
import * as queue from "pythreads/queue";
import * as threading from "pythreads/threading";
import { object, print, range } from "pythreads/builtins";

const DONE = object();

class Stage extends threading.Thread {
  work: (item: any) => Iterable<unknown>;
  source: queue.Queue<any>;
  sink: queue.Queue<any>;

  constructor(work: (item: any) => Iterable<unknown>, source: queue.Queue<any>, sink: queue.Queue<any>) {
    super();
    this.work = work;
    this.source = source;
    this.sink = sink;
  }

  run() {
    while (true) {
      const item = this.source.get();
      if (item === DONE) {
        this.sink.put(DONE);
        return;
      }
      for (const result of this.work(item)) {
        this.sink.put(result);
      }
    }
  }
}

function* parse(line: string) {
  const [name, value] = line.split("=");
  if (value !== undefined) {
    yield [name.trim(), Number(value)];
  }
}

function* double(pair: [string, number]) {
  const [name, value] = pair;
  yield [name, value * 2];
}

function* render(pair: [string, number]) {
  yield `${pair[0]} is ${pair[1]}`;
}

const [lines, parsed, doubled, rendered] = [...range(4)].map(() => queue.Queue<any>({ maxsize: 2 }));
for (const stage of [new Stage(parse, lines, parsed), new Stage(double, parsed, doubled), new Stage(render, doubled, rendered)]) {
  stage.start();
}

function feed() {
  for (const line of [...range(3)].flatMap(() => ["a = 1", "# a comment", "b=20", "", "c = 300"])) {
    lines.put(line);
  }
  lines.put(DONE);
}

threading.Thread({ target: feed }).start();
for (let text: unknown; (text = rendered.get()) !== DONE; ) {
  print(text);
}
print("done");

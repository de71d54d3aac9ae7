// Actors: each has a mailbox and a thread of its own that handles what is sent to it, one message after another.
import * as threading from "pythreads/threading";
import { Queue } from "pythreads/queue";
import { Exception, NotImplementedError, object, print, range } from "pythreads/builtins";

class Greet {
  constructor(public who: string) {}
}
class Ask {
  constructor(public reply_to: Queue<number>, public n: number) {}
}
class Stop {}

class ActorExit extends Exception {}

class Actor extends object {
  _mailbox = Queue<any>();
  _terminated!: threading.Event;
  send(msg: any) {
    this._mailbox.put(msg);
  }
  recv() {
    const msg = this._mailbox.get();
    if (msg === ActorExit) {
      throw new ActorExit();
    }
    return msg;
  }
  close() {
    this.send(ActorExit);
  }
  start() {
    this._terminated = threading.Event();
    const t = threading.Thread({ target: this._bootstrap });
    t.daemon = true;
    t.start();
  }
  _bootstrap() {
    try {
      this.run();
    } catch (e) {
      if (!(e instanceof ActorExit)) throw e;
    } finally {
      this._terminated.set();
    }
  }
  join() {
    this._terminated.wait();
  }
  run() {
    while (true) {
      this.handle(this.recv());
    }
  }
  handle(_msg: any): void {
    throw new NotImplementedError();
  }
}

class Printer extends Actor {
  handle(msg: any) {
    print("Got:", msg);
  }
}

class TaggedActor extends Actor {
  [key: `do_${string}`]: (...args: any[]) => void;
  run() {
    while (true) {
      const [tag, ...payload] = this.recv();
      this[`do_${tag}`](...payload);
    }
  }
  do_A(x: number) {
    print("Running A", x);
  }
  do_B(x: number, y: number) {
    print("Running B", x, y);
  }
}

class Squarer extends Actor {
  handle(msg: any) {
    if (msg instanceof Ask) {
      msg.reply_to.put(msg.n ** 2);
    } else if (msg instanceof Greet) {
      print(`hello ${msg.who}`);
    } else if (msg instanceof Stop) {
      throw new ActorExit();
    }
  }
}

class Result<T> extends object {
  _evt = threading.Event();
  _result: T | null = null;
  set_result(value: T) {
    this._result = value;
    this._evt.set();
  }
  result() {
    this._evt.wait();
    return this._result;
  }
}

class Worker extends Actor {
  submit<A extends any[], R>(func: (...args: A) => R, ...args: A) {
    const r = new Result<R>();
    this.send([func, args, r]);
    return r;
  }
  run() {
    while (true) {
      const [func, args, r] = this.recv();
      r.set_result(func(...args));
    }
  }
}

const p = new Printer();
p.start();
p.send("Hello");
p.send("World");
p.close();
p.join();
const a = new TaggedActor();
a.start();
a.send(["A", 1]);
a.send(["B", 2, 3]);
a.close();
a.join();
const s = new Squarer();
s.start();
const replies = Queue<number>();
for (const n of range(4)) {
  s.send(new Ask(replies, n));
}
s.send(new Greet("bob"));
s.send(new Stop());
s.join();
print([...range(4)].map(() => replies.get()));
const w = new Worker();
w.start();
const r = w.submit(Math.pow, 2, 10);
print(r.result());
print(w.submit((a: string, b: string) => a + b, "x", "y").result());
w.close();
w.join();

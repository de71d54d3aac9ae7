/**
 * What cannot cross is refused by start() itself, naming the way to it and what to write instead; nothing has been started
 * then, and the remedy works. One program makes all attempts, one test looks at each.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { describe as tell, linesOf, runWithImports } from "../helpers/run-program.js";

interface Attempt {
  what: string;
  /** Statements; the last one starts a thread or sends a value. */
  text: string;
  /** All of these are in the message. */
  says: (string | RegExp)[];
}

const start = (target: string, args = "") => `threading.Thread({ target: ${target}${args && `, args: [${args}]`} }).start();`;

const attempts: Attempt[] = [
  // Writes that would be lost.
  { what: "an outer variable that the function assigns", text: start("function bump() { counter += 1; }"), says: ["'bump'", /program\.mjs:\d+/, "assigns the outer variable 'counter'", "SimpleNamespace({ counter: 0 })"] },
  { what: "the same in a function that it calls", text: start("() => bumpIt()"), says: ["'bumpIt'", "'counter'", "variable 'bumpIt'"] },
  { what: "the same in run() of a subclass", text: "class W extends threading.Thread { run() { counter++; } } new W().start();", says: ["'W'", "assigns the outer variable 'counter'"] },
  { what: "the same by destructuring", text: start("function swap() { [counter] = [1]; }"), says: ["'swap'", "'counter'"] },
  { what: "the same in a loop head", text: start("function loop() { for (counter of [1, 2]); }"), says: ["'loop'", "'counter'"] },
  { what: "the same in a raw thread", text: "thread.start_new_thread(function bump() { counter += 1; }, []);", says: ["'bump'", "'counter'"] },
  { what: "the same in a Timer", text: "threading.Timer(0, function bump() { counter += 1; }).start();", says: ["'bump'", "'counter'"] },
  { what: "a variable that other code goes on assigning", text: start("function loop() { while (running) {} }"), says: ["'loop'", "'running'", "goes on assigning", "SimpleNamespace({ running: true })"] },
  { what: "an imported variable that its module goes on assigning", text: start("() => level + 1"), says: ["'level'", "lib.mjs:1"] },
  { what: "the same through the module's namespace", text: start("() => lib.level + 1"), says: ["'lib.level'", "lib.mjs:1"] },
  { what: "an attribute of a plain object that other code goes on assigning", text: start("function poll() { while (state.running) {} }"), says: ["'poll' uses 'state'", "goes on assigning state.running (program.mjs:", "a plain object", "object from pythreads/builtins"] },
  { what: "the same of an object that is used as a whole", text: start("function poll() { for (const key in state); }"), says: ["assigning state.running"] },
  { what: "the same of an instance, through a method", text: start("() => gauge.read()"), says: ["'gauge'", "assigning gauge.level", "an instance of Gauge"] },
  { what: "the same of an object that another module exports", text: start("() => shown.now"), says: ["'shown'", "assigning shown.now (lib.mjs:"] },
  { what: "an instance whose method other code goes on calling, if that assigns", text: "const job = new Job(); threading.Thread({ target: () => job.run() }).start(); job.stop();", says: ["'job'", "goes on calling job.stop(), which assigns job.running (program.mjs:", "an instance of Job"] },
  { what: "the same of a method that changes an array", text: "const job = new Job(); threading.Thread({ target: () => job.items.length }).start(); job.add(1);", says: ["calling job.add(), which calls job.items.push()", "list()"] },
  { what: "the same of an object literal", text: "const lamp = { on: true, off() { this.on = false; } }; threading.Thread({ target: () => lamp.on }).start(); lamp.off();", says: ["calling lamp.off(), which assigns lamp.on"] },
  { what: "an array that is pushed to afterwards", text: "const tasks = [1]; threading.Thread({ target: () => tasks.length }).start(); tasks.push(2);", says: ["calling tasks.push()", "a plain array", "list()"] },
  { what: "a Map that is set afterwards", text: "const byName = new Map(); threading.Thread({ target: () => byName.get(1) }).start(); byName.set(1, 2);", says: ["calling byName.set()", "dict()"] },
  { what: "an object given as an argument that other code goes on changing", text: "const flags = { stop: false }; const t = threading.Thread({ target: (f) => f.stop, args: [1, flags] }); t.start(); flags.stop = true; t.join();", says: ["the thread is given 'flags'", "goes on assigning flags.stop (program.mjs:", "SimpleNamespace({"] },
  { what: "an array given as an argument that is pushed to afterwards, in Python's order", text: "const jobs = []; const t = new threading.Thread(null, (j) => j.length, 'n', [jobs]); t.start(); jobs.push(1); t.join();", says: ["the thread is given 'jobs'", "calling jobs.push()", "list()"] },
  { what: "the same of a raw thread", text: "const jobs = []; thread.start_new_thread((j) => j.length, [jobs]); jobs.push(1);", says: ["the thread is given 'jobs'", "calling jobs.push()"] },
  { what: "a typed array given as an argument that the thread fills and the program reads", text: "const buf = new Uint8Array(2); function fill(b, i) { b[i] = 1; } const t = threading.Thread({ target: fill, args: [buf, 0] }); t.start(); t.join(); print(buf[0]);", says: ["'fill' assigns buf[…]", "an instance of Uint8Array", "SharedArrayBuffer"] },
  { what: "a Date given as an argument that the thread sets", text: "const date = new Date(); threading.Thread({ target: (d) => { d.setTime(0); }, args: [date] }).start(); print(date);", says: ["calls date.setTime()", "an instance of Date"] },
  { what: "an object that Object.assign() changes afterwards", text: "const cfg = { n: 1 }; threading.Thread({ target: () => cfg.n }).start(); Object.assign(cfg, { n: 2 });", says: ["goes on calling Object.assign(cfg, …)", "SimpleNamespace({"] },
  { what: "a var that is declared again with another value", text: "var again = 1; threading.Thread({ target: () => again }).start(); var again = 2;", says: ["'again'", "goes on assigning"] },
  { what: "the name that a function expression gives itself", text: "(function own(n) { threading.Thread({ target: () => own(n) }).start(); })(1);", says: ["'own'", "function own(…) {…}"] },
  { what: "a view of a dict", text: "threading.Thread({ target: (x) => x, args: [builtins.dict({ a: 1 }).items()] }).start();", says: ["view of a dict", "list(view)"] },
  { what: "an iterator of a list", text: "const it = builtins.list([1])[Symbol.iterator](); threading.Thread({ target: () => it.next() }).start();", says: ["'it' (iterator)", "list(iterator)"] },
  { what: "a static of a plain class, once it has been sent", text: "class Sent { static n = 0; } Queue.Queue().put(Sent); Sent.n = 1;", says: ["cannot assign Sent.n", "class 'Sent' has been copied", "object from pythreads/builtins"] },
  { what: "the same through a subclass that has been sent", text: "class Above { static n = 0; } class Below extends Above {} Queue.Queue().put(Below); Below.n = 1;", says: ["cannot assign Below.n"] },
  { what: "push to a captured array", text: start("function add() { roster.push(1); }"), says: ["'add'", "calls roster.push()", "plain array", "list()"] },
  { what: "an element of a captured array", text: start("function add() { roster[0] = 1; }"), says: ["assigns roster[0]", "list()"] },
  { what: "a deep assignment", text: start("function set() { cfg.a.b = 1; }"), says: ["assigns cfg.a.b", "plain object", "object"] },
  { what: "an increment", text: start("function set() { cfg.a.b++; }"), says: ["cfg.a.b"] },
  { what: "a deletion", text: start("function drop() { delete cfg.a; }"), says: ["deletes cfg.a"] },
  { what: "a Map", text: start("function put() { ages.set(1, 2); }"), says: ["calls ages.set()", "plain Map", "dict()"] },
  { what: "a Set", text: start("function put() { seen.add(1); }"), says: ["calls seen.add()", "plain Set", "set()"] },
  { what: "a typed array", text: start("function put() { bytes[0] = 1; }"), says: ["assigns bytes[0]", "SharedArrayBuffer"] },
  { what: "a typed array's fill", text: start("function put() { bytes.fill(1); }"), says: ["calls bytes.fill()", "SharedArrayBuffer"] },
  { what: "a typed array that a function is given which fills it", text: "const mark = (to, i) => { to[i] = 1; }; " + start("function put() { if (bytes) mark(bytes, 0); }"), says: ["'put' calls mark(), which assigns bytes[…]", /line \d+/, "'bytes' is an instance of Uint8Array", "SharedArrayBuffer"] },
  { what: "a typed array that a method of its object fills", text: "class Grid { cells = new Float64Array(2); set(i) { this.cells[i] = 1; } } const grid = new Grid(); " + start("() => grid.set(1)"), says: ["calls grid.set(), which assigns grid.cells[…]", "'grid.cells' is an instance of Float64Array"] },
  { what: "a typed array by a constant that stands for it", text: start("function put() { const own = bytes; for (let i = 0; i < own.length; i++) own[i] = 1; }"), says: ["'put' assigns bytes[…]", "an instance of Uint8Array"] },
  { what: "the same in a method", text: "class Sieve { flags = new Uint8Array(9); mark() { const { flags } = this; flags[0] = 1; } } const sieve = new Sieve(); " + start("() => sieve.mark()"), says: ["calls sieve.mark(), which assigns sieve.flags[0]"] },
  { what: "the same in a loop", text: "const rows = [new Uint8Array(2)]; " + start("function put() { for (const row of rows) row[0] = 1; }"), says: ["'put' assigns rows[…][0]", "'rows[…]' is an instance of Uint8Array"] },
  { what: "the same in a callback", text: "const rows = [new Uint8Array(2)]; " + start("function put() { rows.forEach((row) => row.fill(1)); }"), says: ["'put' calls rows[…].fill()"] },
  { what: "a part of its memory", text: start("function put() { bytes.subarray(1)[0] = 1; }"), says: ["'put' assigns bytes[0]"] },
  { what: "a typed array within an argument", text: "const rows = [new Uint8Array(2)]; const t = threading.Thread({ target: (all, i) => { all[i][0] = 1; }, args: [rows, 0] }); t.start(); t.join(); print(rows[0][0]);", says: ["assigns rows[…][0]", "an instance of Uint8Array"] },
  { what: "an error that an object holds which is shared for its lock", text: "class Job { lock = threading.Lock(); error = new Error('x'); } const job = new Job(); " + start("() => { job.error.message = 'y'; }"), says: ["assigns job.error.message", "'job.error' is an instance of Error"] },
  { what: "a Date that a method of its object sets", text: "class Clock { at = new Date(0); move() { this.at.setTime(5); } } const clock = new Clock(); " + start("() => clock.move()"), says: ["calls clock.move(), which calls clock.at.setTime()", "an instance of Date"] },
  { what: "a URL that a function is given which sets it", text: "const go = (to) => { to.pathname = '/x'; }, url = new URL('http://a/b'); " + start("() => go(url)"), says: ["calls go(), which assigns url.pathname", "an instance of URL"] },
  { what: "the same of an argument that the program reads later", text: "const mark = (to) => to.fill(1), buf = new Uint8Array(2); const t = threading.Thread({ target: (b) => mark(b), args: [buf] }); t.start(); t.join(); print(buf[0]);", says: ["calls mark(), which calls buf.fill()", "SharedArrayBuffer"] },
  { what: "a Buffer", text: start("function put() { buffer.writeInt8(1); }"), says: ["calls buffer.writeInt8()", "SharedArrayBuffer"] },
  { what: "a DataView", text: start("function put() { view.setInt8(0, 1); }"), says: ["calls view.setInt8()", "SharedArrayBuffer"] },
  { what: "a Date", text: start("function put() { day.setFullYear(2000); }"), says: ["calls day.setFullYear()"] },
  { what: "a static of a plain class", text: start("function count() { Plain.count++; }"), says: ["assigns Plain.count"] },
  { what: "a property of the function itself", text: start("function self() { self.calls = 1; }"), says: ["assigns self.calls"] },
  { what: "a write in a function inside", text: start("function outer() { return [1].map(() => roster.pop()); }"), says: ["'outer'", "calls roster.pop()"] },

  // What cannot be read from outside.
  { what: "this of an arrow function", text: start("plain.arrow()"), says: ["arrow function", "'this'", "target: this.work"] },
  { what: "arguments of the function around", text: start("plain.theArguments()"), says: ["'arguments'", "variable first"] },
  { what: "an unbound method with super", text: start("plain.callsSuper"), says: ["'callsSuper'", "'super'", "obj.callsSuper.bind(obj)"] },
  { what: "a method that lost its object", text: "threading.Timer(1, event.set).start();", says: ["() => event.set()"] },
  { what: "a method of a class with private members", text: start("secret.read"), says: ["'read'", "() => obj.read()"] },
  { what: "eval", text: start("function run() { return eval('counter'); }"), says: ["'run'", "eval()", "(0, eval)"] },

  // What has no meaning in another thread.
  { what: "a captured socket", text: start("function worker() { conn.end(); }"), says: [/^cannot send 'conn' \(Socket\), captured by worker\(\)/, "create it inside the thread", "variable 'conn'"] },
  { what: "a socket deep inside of an argument", text: start("(x) => x", "{ pool: [1, { conn }] }"), says: ["'args[0].pool[1].conn' (Socket)"] },
  { what: "a socket in a captured Map", text: start("() => conns.get('a')"), says: [/'conns\.get\("a"\)' \(Socket\)/] },
  { what: "a socket in kwargs", text: "threading.Thread({ target: print, kwargs: { conn } }).start();", says: [/'kwargs(\[0\])?\.conn' \(Socket\)/] },
  { what: "a socket as the attribute of a shared object", text: `class Box extends object {} const box = new Box(); box.conn = conn; ${start("(b) => b", "box")}`, says: [".conn' (Socket)"] },
  { what: "a socket as the attribute of a Thread", text: "class W extends threading.Thread { constructor(c) { super(); this.c = c; } run() {} } new W(conn).start();", says: [".c' (Socket)"] },
  { what: "a socket put into a queue", text: "Queue.Queue().put({ conn });", says: [".conn' (Socket)"] },
  { what: "a promise", text: start("(x) => x", "Promise.resolve(1)"), says: ["'args[0]' (Promise)", "await"] },
  { what: "a WeakMap", text: start("(x) => x", "new WeakMap()"), says: ["(WeakMap)", "ES2022"] },
  { what: "a WeakSet", text: start("(x) => x", "new WeakSet()"), says: ["(WeakSet)"] },
  { what: "a WeakRef", text: start("(x) => x", "new WeakRef({})"), says: ["(WeakRef)"] },
  { what: "a generator", text: start("(x) => x", "(function* () {})()"), says: ["(generator)"] },
  { what: "an iterator", text: start("(x) => x", "[1].values()"), says: ["(Array Iterator)", "[...iterator]"] },
  { what: "the iterator of a Map", text: start("(x) => x", "new Map().entries()"), says: ["(Map Iterator)"] },
  { what: "a Proxy", text: start("(x) => x", "new Proxy({}, {})"), says: ["(Proxy)", "the object behind it"] },
  { what: "a Proxy of a function", text: start("new Proxy(() => 1, {})"), says: ["Proxy of a function"] },
  { what: "an instance with private members", text: start("() => secret.read()"), says: ["'secret' (instance of Secret)", "#value", "create it inside the thread"] },
  { what: "an instance of a subclass of that", text: start("(x) => x", "new (class Sub extends Secret {})()"), says: ["(instance of Sub)", "#value"] },
  { what: "a stream", text: start("() => stream.read()"), says: ["'stream' (ReadStream)", "create it inside the thread"] },
  { what: "an AbortController", text: start("(x) => x", "new AbortController()"), says: ["(AbortController)"] },
  { what: "a formatter", text: start("(x) => x", "new Intl.NumberFormat()"), says: ["(NumberFormat)"] },
  { what: "a native function that nothing exports", text: start("resolver"), says: ["native function", "not reachable"] },
];

/** As the last thing of each program, to show that a refusal left nothing half done. */
const SETUP = `
import * as net from "node:net";
import * as lib from "./lib.mjs";
import { level, shown } from "./lib.mjs";
let counter = 0, running = true;
function bumpIt() { counter++; }
const state = { running: true };
class Gauge { level = 1; read() { return this.level; } }
const gauge = new Gauge();
class Job { running = true; items = []; run() { while (this.running) {} } stop() { this.running = false; } add(x) { this.items.push(x); } }
setTimeout(() => { running = false; state.running = false; gauge.level = 2; }, 0);
const roster = [1], cfg = { a: { b: 0 } }, ages = new Map(), seen = new Set(), bytes = new Uint8Array(2), buffer = Buffer.alloc(2), view = new DataView(new ArrayBuffer(2)), day = new Date();
class Plain { static count = 0; arrow() { return () => this; } theArguments() { return () => arguments[0]; } callsSuper() { return super.toString(); } }
class Secret { #value = 1; read() { return this.#value; } }
const plain = new Plain(), secret = new Secret(), conn = new net.Socket(), conns = new Map([["a", conn]]), stream = fs.createReadStream("/dev/null"), event = threading.Event();
let resolver; new Promise((done) => { resolver = done; });
`;

describe("refused", () => {
  let messages: string[] = [];
  let last = "";
  beforeAll(async () => {
    const tries = attempts.map(({ text }) => `attempt(() => { ${text} });`).join("\n");
    const result = await runWithImports(
      `${SETUP}
const messages = [];
const attempt = (body) => {
  const before = threading.active_count();
  try { body(); messages.push("nothing was refused"); } catch (error) { messages.push((error instanceof builtins.CaptureError ? "" : "not a CaptureError: ") + error.message); }
  if (threading.active_count() !== before) messages[messages.length - 1] += " BUT A THREAD RUNS";
};
${tries}
fs.writeSync(1, JSON.stringify(messages) + "\\n");
print(threading.active_count(), counter);
conn.destroy(); stream.destroy();
const t = threading.Thread({ target: () => print("threads still work") }); t.start(); t.join();`,
      { files: { "lib.mjs": "export let level = 1; export function raise() { level++; }\nexport const shown = { now: 1 }; export function show() { shown.now++; }" } },
    );
    expect(result, tell(result)).toMatchObject({ code: 0, stderr: "" });
    messages = JSON.parse(result.lines[0]) as string[];
    last = result.lines.slice(1).join("; ");
  });

  test.each(attempts.map((attempt, i) => ({ ...attempt, i })))("$what", ({ says, i }) => {
    for (const part of says) {
      if (typeof part === "string") expect(messages[i]).toContain(part);
      else expect(messages[i]).toMatch(part);
    }
    expect(messages[i]).not.toContain("BUT A THREAD RUNS");
  });

  test("and nothing was started or changed", () => expect(last).toBe("1 0; threads still work"));
});

test("a refusal begins with the line of the program that made the call", async () => {
  const lines = await linesOf(`
    let n = 0;
    const bump = () => { n += 1; };
    function begin() { threading.Thread({ target: bump }).start(); }
    try { begin(); } catch (error) { print(error.stack.split("\\n").filter((line) => /^ +at /.test(line)).map((line) => line.replace(/\\(?file.*program/, "program")).slice(0, 2).join("|")); }`);
  expect(lines[0]).toMatch(/^ +at begin program\.mjs:\d+:\d+\)\| +at program\.mjs:\d+:\d+$/);
});

describe("the remedy works", () => {
  test("for an outer variable: a shared attribute, a static of a shared class, a Queue, threading.local()", async () => {
    expect(
      await linesOf(`
        class Counter extends object { constructor() { super(); this.n = 0; } }
        class Statics extends object { static n = 0; }
        const counter = new Counter(), lock = threading.Lock(), sums = Queue.Queue(), own = threading.local();
        function bump() {
          let local = 0;
          own.n = 0;
          for (let i = 0; i < 1000; i++) { lock.acquire(); counter.n += 1; Statics.n += 1; lock.release(); local += 1; own.n += 1; }
          sums.put(local + own.n);
        }
        const threads = [1, 2, 3, 4].map(() => threading.Thread({ target: bump }));
        for (const t of threads) t.start();
        for (const t of threads) t.join();
        print(counter.n, Statics.n, sums.get() + sums.get() + sums.get() + sums.get());`),
    ).toEqual(["4000 4000 8000"]);
  });

  test("for what the message names: SimpleNamespace, list(), dict(), set()", async () => {
    expect(
      await linesOf(`
        const state = SimpleNamespace({ counter: 0 }), roster = list(), ages = dict(), seen = set();
        const lock = threading.Lock();
        function work(i) { lock.acquire(); state.counter += 1; lock.release(); roster.append(i); ages[i] = i * i; seen.add(i % 2); }
        const threads = [0, 1, 2, 3].map((i) => threading.Thread({ target: work, args: [i] }));
        for (const t of threads) t.start();
        for (const t of threads) t.join();
        print(state.counter, roster.length, ages.get(3), builtins.len(seen));`),
    ).toEqual(["4 4 9 2"]);
  });

  test("for a flag that others go on assigning: an Event, or a shared attribute", async () => {
    expect(
      await linesOf(`
        class Flag extends object { constructor() { super(); this.running = true; } }
        const flag = new Flag(), stop = threading.Event(), up = Queue.Queue();
        const a = threading.Thread({ target: () => { up.put(1); while (flag.running) {} } }), b = threading.Thread({ target: () => { up.put(1); while (!stop.is_set()) {} } });
        a.start(); b.start(); up.get(); up.get();
        flag.running = false; stop.set();
        a.join(); b.join();
        print("both saw it");`),
    ).toEqual(["both saw it"]);
  });

  test("for this: the method itself, self, a bound method, and () => of a lost one", async () => {
    expect(
      await linesOf(`
        const out = Queue.Queue();
        class Job extends object { constructor(n) { super(); this.n = n; } work() { out.put(this.n); } direct() { return threading.Thread({ target: this.work }); } closure() { const self = this; return threading.Thread({ target: () => self.work() }); } }
        class Plain { constructor(n) { this.n = n; } work() { out.put(this.n); } up() { return super.toString() + this.n; } bound() { return threading.Thread({ target: this.work.bind(this) }); } }
        for (const t of [new Job(1).direct(), new Job(2).closure(), new Plain(3).bound()]) { t.start(); t.join(); print(out.get()); }
        const up = new Plain(4);
        const s = threading.Thread({ target: (f) => out.put(f()), args: [up.up.bind(up)] }); s.start(); s.join(); print(out.get());
        const event = threading.Event();
        const timer = threading.Timer(0, () => event.set()); timer.start(); event.wait(); timer.join(); print(event.is_set());`),
    ).toEqual(["1", "2", "3", "[object Object]4", "True"]);
  });

  test("for bytes: a typed array over a SharedArrayBuffer, which is the same memory", async () => {
    expect(
      await linesOf(`
        const shared = new Int32Array(new SharedArrayBuffer(16));
        const t = threading.Thread({ target: (other) => { shared[0] = 7; other[1] = 8; }, args: [shared] }); t.start(); t.join();
        print(shared[0], shared[1]);`),
    ).toEqual(["7 8"]);
  });

  test("for bytes that are only read, or written where nobody else looks: none is needed", async () => {
    expect(
      await linesOf(`
        const bytes = new Uint8Array([1, 2]), memory = new Uint8Array(new SharedArrayBuffer(2));
        const sum = (of) => of.reduce((a, b) => a + b, 0), fill = (to, value) => to.fill(value);
        class Grid { cells = new Uint8Array(2); set(i) { this.cells[i] = 1; } get(i) { return this.cells[i]; } }
        const grid = new Grid(), shared = [memory];
        const t = threading.Thread({ target: (own) => {
          fill(own, 3); fill(memory, 4);
          const mine = new Grid(); mine.set(1);
          const copy = bytes.slice(), parts = [memory]; copy[0] = 9; parts[0][0] = 4;
          for (const part of shared) part[1] = 4;
          print(sum(bytes), grid.get(0), mine.get(1), sum(own));
        }, args: [new Uint8Array(2)] });
        t.start(); t.join(); print(memory.join());`),
    ).toEqual(["3 0 1 6", "4,4"]);
  });

  test("for what is native: make it inside the thread", async () => {
    expect(
      await linesOf(`
        import * as net from "node:net";
        const t = threading.Thread({ target: async () => {
          const server = net.createServer((conn) => conn.end("hello"));
          await new Promise((done) => server.listen(0, done));
          const text = await new Promise((done) => { net.connect(server.address().port).on("data", (data) => done(String(data))); });
          server.close();
          print(text);
        } });
        t.start(); t.join();`),
    ).toEqual(["hello"]);
  });
});

describe("allowed, since nothing is lost", () => {
  test("changes that are made before, and those of members that the thread does not read", async () => {
    expect(
      await linesOf(`
        const cfg = { level: 1, title: "a" }, table = [], names = {}, tasks = [];
        function register(name) { names[name] = true; table.push(name); }
        register("a"); register("b");
        cfg.level = 2;
        for (const i of [0, 1]) {
          tasks.push(i);
          const t = threading.Thread({ target: () => print(cfg.level, table.length, names.b, tasks[i], tasks.length) }); t.start(); t.join();
        }
        cfg.title = "b";`),
    ).toEqual(["2 2 True 0 1", "2 2 True 1 2"]);
  });

  test("methods that change nothing of the object, or were called before", async () => {
    expect(
      await linesOf(`
        class Job { queue = Queue.Queue(); event = threading.Event(); items = []; add(x) { this.items.push(x); } put(x) { this.queue.put(x); this.event.set(); } size() { return this.items.length; } }
        const job = new Job();
        job.add(1); job.add(2);
        const t = threading.Thread({ target: () => { job.event.wait(); print(job.queue.get(), job.size()); } });
        t.start();
        job.put("x"); job.size();
        t.join();`),
    ).toEqual(["x 2"]);
  });

  test("changes of what is shared", async () => {
    expect(
      await linesOf(`
        const state = new builtins.SimpleNamespace({ n: 1 }), tasks = builtins.list(), cells = new Int32Array(new SharedArrayBuffer(4)), go = threading.Event();
        class C extends object { static n = 1; }
        const t = threading.Thread({ target: () => { go.wait(); print(state.n, tasks.length, cells[0], C.n); } });
        t.start();
        state.n = 2; tasks.push(1); cells[0] = 3; C.n = 4;
        go.set(); t.join();`),
    ).toEqual(["2 1 3 4"]);
  });

  test("statics of a plain class that no thread has, and of a subclass of one that is sent", async () => {
    expect(
      await linesOf(`
        class Plain { static n = 1; } class Sub extends Plain {}
        Plain.n = 2;
        const q = Queue.Queue(); q.put(Plain);
        const t = threading.Thread({ target: () => print(q.get().n) }); t.start(); t.join();
        Sub.n = 3;
        print(Plain.n, Sub.n, Object.keys(Plain), q.put(Plain), q.get() === Plain);`),
    ).toEqual(["2", "2 3 ['n'] None True"]);
  });
});

describe("what cannot be known before it runs shows in the thread", () => {
  test("a variable that is not initialised yet is a ReferenceError there, as in any function", async () => {
    const result = await runWithImports(`
const t = threading.Thread({ target: function early() { return late; } }); t.start(); t.join();
const late = 1;
const again = threading.Thread({ target: () => print(late) }); again.start(); again.join();`);
    expect(result).toMatchObject({ code: 0, lines: ["1"] });
    expect(result.stderr).toMatch(/^Exception in thread Thread-1:\nReferenceError: Cannot access 'late' before initialization\n {4}at early/);
  });

  test("captured and passed data are frozen, deeply, in the thread only", async () => {
    expect(
      await linesOf(`
        const cfg = { deep: [{ level: 1 }] }, ages = new Map([[{ key: 1 }, { value: 1 }]]);
        const t = threading.Thread({ target: (arg) => {
          const frozen = [cfg, cfg.deep, cfg.deep[0], arg, arg[0], [...ages.keys()][0], [...ages.values()][0]].map((x) => Object.isFrozen(x));
          print(frozen.every(Boolean));
        }, args: [[{ a: 1 }]] });
        t.start(); t.join();
        const same = [cfg, ages];
        same[0].deep[0].level = 2; same[0].deep.push(1); same[1].clear();
        print(Object.isFrozen(cfg), cfg.deep[0].level);`),
    ).toEqual(["True", "False 2"]);
  });

  test("what a queue hands out belongs to the receiver", async () => {
    expect(
      await linesOf(`
        const q = Queue.Queue(), back = Queue.Queue(), item = { list: [1] };
        const t = threading.Thread({ target: () => { const mine = q.get(); mine.list.push(2); mine.more = new Map(); mine.more.set(1, 2); back.put(mine); } });
        t.start(); q.put(item); const theirs = back.get(); t.join();
        print(item.list.length, theirs.list.length, theirs.more.get(1));`),
    ).toEqual(["1 2 2"]);
  });
});

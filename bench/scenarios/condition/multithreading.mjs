import { Condvar, initRuntime, Mutex, move, shutdown, spawn } from "multithreading";
import { n, now, quantile, report } from "../../measure.mjs";

const MAIN = 0;
const OTHER = 1;

initRuntime({ maxWorkers: 1 });
const turn = new Mutex(new Int32Array(new SharedArrayBuffer(4)));
const changed = new Condvar();
const warmUp = Math.ceil(n / 10);
const times = new Float64Array(n);

const handle = spawn(move(turn, changed, warmUp + n, MAIN, OTHER), async (turn, changed, rounds, MAIN, OTHER) => {
  for (let i = 0; i < rounds; i++) {
    const guard = await turn.lock();
    while (guard.value[0] !== OTHER) await changed.wait(guard);
    guard.value[0] = MAIN;
    changed.notifyOne();
    guard.dispose();
  }
});
for (let i = -warmUp; i < n; i++) {
  const start = now();
  const guard = await turn.lock();
  while (guard.value[0] !== MAIN) await changed.wait(guard);
  guard.value[0] = OTHER;
  changed.notifyOne();
  guard.dispose();
  if (i >= 0) times[i] = now() - start;
}
if (!(await handle.join()).ok) throw new Error("the task failed");
report({ p50: quantile(times, 0.5), p99: quantile(times, 0.99) });
shutdown();

import * as threading from "pythreads/threading";
import { n, now, report, residentBytes } from "../../measure.mjs";

const there = threading.Semaphore(0);
const end = threading.Event();

function live() {
  there.release();
  end.wait();
}

const before = residentBytes();
const start = now();
const threads = Array.from({ length: n }, () => threading.Thread({ target: live }));
for (const thread of threads) thread.start();
for (const _ of threads) there.acquire();
report({ time: (now() - start) / n, memory: (residentBytes() - before) / n });
end.set();
for (const thread of threads) thread.join();
process.exit();

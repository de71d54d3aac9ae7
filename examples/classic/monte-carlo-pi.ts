// Threads throw darts at a square and count those within the circle; a class keeps the score under a lock.
import * as random from "pythreads/random";
import * as threading from "pythreads/threading";
import { object, print, range } from "pythreads/builtins";

class Score extends object {
  static hits = 0;
  static throws = 0;
  static lock = threading.Lock();
}

function throw_darts(n: number, seed: number) {
  const rng = random.Random(seed);
  let hits = 0;
  for (const _ of range(n)) {
    const x = rng.random();
    const y = rng.random();
    if (x * x + y * y <= 1.0) {
      hits += 1;
    }
  }
  using _ = Score.lock.hold();
  Score.hits += hits;
  Score.throws += n;
}

const threads: threading.Thread[] = [];
for (const i of range(4)) {
  const t = threading.Thread({ target: throw_darts, args: [100000, i] });
  t.start();
  threads.push(t);
}
for (const t of threads) {
  t.join();
}
const pi = (4.0 * Score.hits) / Score.throws;
print("throws:", Score.throws);
print("hits:", Score.hits);
print("pi is about", pi.toFixed(2));

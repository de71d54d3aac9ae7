// Each thread writes its result into a list that it is given, at its own place; another list takes them as they come.
//
// Not as in Python: the two lists that threads change are made by `list()`; a plain array in `args` would be a frozen copy.
import * as threading from "pythreads/threading";
import { list, print, range } from "pythreads/builtins";

function count_primes(start: number, stop: number, index: number, results: list<number | null>, finished: list<[number, number]>) {
  let found = 0;
  for (const n of range(Math.max(start, 2), stop)) {
    if ([...range(2, Math.trunc(n ** 0.5) + 1)].every((d) => n % d)) {
      found += 1;
    }
  }
  results[index] = found;
  finished.append([index, found]);
}

function main() {
  const results = list<number | null>(Array(4).fill(null));
  const finished = list<[number, number]>();
  const threads: threading.Thread[] = [];
  for (const i of range(4)) {
    const t = threading.Thread({ target: count_primes, args: [i * 5000, (i + 1) * 5000, i, results, finished] });
    threads.push(t);
    t.start();
  }
  for (const t of threads) {
    t.join();
  }
  print("results:", results);
  print("primes below 20000:", results.reduce((sum, found) => sum! + found!, 0));
  finished.sort();
  print("finished:", finished.map(([index, _]) => index));
}

main();

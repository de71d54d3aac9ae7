// Each thread sorts its half in two more threads, down to a depth, and gives the result back as an attribute.
import * as random from "pythreads/random";
import * as threading from "pythreads/threading";
import { len, list, print, range } from "pythreads/builtins";

class Sorter extends threading.Thread {
  items: list<number>;
  depth: number;
  sorted: list<number> | null;

  constructor(items: Iterable<number>, depth: number) {
    super();
    this.items = list(items);
    this.depth = depth;
    this.sorted = null;
  }

  run() {
    if (this.depth === 0) {
      this.sorted = this.items.copy();
      this.sorted.sort();
      return;
    }
    const middle = Math.floor(len(this.items) / 2);
    const left = new Sorter(this.items.slice(0, middle), this.depth - 1);
    const right = new Sorter(this.items.slice(middle), this.depth - 1);
    left.start();
    right.start();
    left.join();
    right.join();
    this.sorted = merge(left.sorted!, right.sorted!);
  }
}

function merge(a: list<number>, b: list<number>) {
  const merged = list<number>();
  let i = 0, j = 0;
  while (i < len(a) && j < len(b)) {
    if (a[i] <= b[j]) {
      merged.append(a[i]);
      i += 1;
    } else {
      merged.append(b[j]);
      j += 1;
    }
  }
  merged.extend(a.slice(i));
  merged.extend(b.slice(j));
  return merged;
}

const rng = random.Random(7);
const numbers = [...range(500)].map(() => rng.randint(0, 999));
const root = new Sorter(numbers, 3);
root.start();
root.join();
print("first:", root.sorted!.slice(0, 5), "last:", root.sorted![-1]);
numbers.sort((a, b) => a - b);
print("sorted:", root.sorted!.__eq__(numbers));
print("threads left:", threading.active_count());

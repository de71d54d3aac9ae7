// The rows of a product are shared out among threads, each of which writes its rows into the one result.
//
// Not as in Python: `result`, which threads change, is made by `list()`, and so are its rows; `==` of lists is `__eq__`.
import * as threading from "pythreads/threading";
import { len, list, print, range } from "pythreads/builtins";

const SIZE = 60;
const THREADS = 4;

type Matrix = number[][] | list<list<number>>;

function identity_plus(k: number) {
  return [...range(SIZE)].map((i) => [...range(SIZE)].map((j) => k * i + j + Number(i === j)));
}

function multiply_rows(a: Matrix, b: Matrix, result: Matrix, rows: Iterable<number>) {
  for (const i of rows) {
    for (const j of range(SIZE)) {
      let total = 0;
      for (const k of range(SIZE)) {
        total += a[i][k] * b[k][j];
      }
      result[i][j] = total;
    }
  }
}

function main() {
  const a = identity_plus(1);
  const b = identity_plus(2);
  const result = list([...range(SIZE)].map(() => list<number>(Array(SIZE).fill(0))));
  const threads: threading.Thread[] = [];
  for (const n of range(THREADS)) {
    const t = threading.Thread({ target: multiply_rows, args: [a, b, result, range(n, SIZE, THREADS)] });
    threads.push(t);
    t.start();
  }
  for (const t of threads) {
    t.join();
  }
  const expected = [...range(SIZE)].map(() => Array<number>(SIZE).fill(0));
  multiply_rows(a, b, expected, range(SIZE));
  print("rows:", len(result));
  print("trace:", [...range(SIZE)].reduce((sum, i) => sum + result[i][i], 0));
  print("as without threads:", result.__eq__(expected));
}

main();

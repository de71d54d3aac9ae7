// A thread is a function and its arguments; main waits for it.
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { print } from "pythreads/builtins";

function countdown(n: number) {
  while (n > 0) {
    print("T-minus", n);
    n -= 1;
    time.sleep(0.3);
  }
}

function main() {
  const t = threading.Thread({ target: countdown, args: [10] });
  t.start();
  t.join();
  print("The countdown is over");
}

main();

// Two raw threads tell the time, one every two seconds, one every four.
import * as thread from "pythreads/thread";
import * as time from "pythreads/time";
import { print } from "pythreads/builtins";

function print_time(name: string, delay: number) {
  let count = 0;
  while (count < 5) {
    time.sleep(delay);
    count += 1;
    print(`${name}: ${time.ctime(time.time())}`);
  }
}

try {
  thread.start_new_thread(print_time, ["Thread-1", 2]);
  thread.start_new_thread(print_time, ["Thread-2", 4]);
} catch (e) {
  print(`Error: unable to start a thread: ${e}`);
}

while (true) {
}

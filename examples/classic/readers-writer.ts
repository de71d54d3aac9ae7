// A lock that many readers or one writer may hold, made of a Condition. Every reader must find the two copies equal.
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { list, object, print, range } from "pythreads/builtins";

class ReadWriteLock extends object {
  read_ready = threading.Condition(threading.Lock());
  readers = 0;

  acquire_read() {
    using _ = this.read_ready.hold();
    this.readers += 1;
  }

  release_read() {
    using _ = this.read_ready.hold();
    this.readers -= 1;
    if (this.readers === 0) {
      this.read_ready.notify_all();
    }
  }

  acquire_write() {
    this.read_ready.acquire();
    while (this.readers > 0) {
      this.read_ready.wait();
    }
  }

  release_write() {
    this.read_ready.release();
  }
}

class Page extends object {
  version = 0;
  copy = 0;
  most_readers = 0;
}

const rw_lock = new ReadWriteLock();
const page = new Page();
const torn = list<number>();

function reader() {
  for (const _ of range(20)) {
    rw_lock.acquire_read();
    try {
      const before = page.version;
      page.most_readers = Math.max(page.most_readers, rw_lock.readers);
      time.sleep(0.001);
      if (page.copy !== before) {
        torn.append(before);
      }
    } finally {
      rw_lock.release_read();
    }
    time.sleep(0.001);
  }
}

function writer() {
  for (const _ of range(20)) {
    rw_lock.acquire_write();
    try {
      page.version += 1;
      time.sleep(0.001);
      page.copy += 1;
    } finally {
      rw_lock.release_write();
    }
    time.sleep(0.002);
  }
}

const threads = [...range(3)].map(() => threading.Thread({ target: reader })).concat([...range(2)].map(() => threading.Thread({ target: writer })));
for (const t of threads) {
  t.start();
}
for (const t of threads) {
  t.join();
}
print("version:", page.version, "copy:", page.copy);
print("torn reads:", torn);
print("readers at once:", page.most_readers > 1);

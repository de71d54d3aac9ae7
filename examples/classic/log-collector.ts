// Threads log through a queue to one thread that writes; errors come with their type and text.
import * as queue from "pythreads/queue";
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { dict, list, print, range, str, ZeroDivisionError } from "pythreads/builtins";

type LogRecord = [created: number, level: string, name: string, message: string, error: Error | null];

class LogCollector extends threading.Thread {
  records: queue.SimpleQueue<LogRecord | null>;
  lines: list<string>;
  counts: dict<string, number>;

  constructor() {
    super({ name: "log", daemon: true });
    this.records = queue.SimpleQueue();
    this.lines = list();
    this.counts = dict({ INFO: 0, ERROR: 0 });
  }

  run() {
    while (true) {
      const record = this.records.get();
      if (record === null) {
        break;
      }
      const [_, level, name, message, error] = record;
      let text = level + " " + name + ": " + message;
      if (error !== null) {
        text += " (" + error.name + ": " + str(error) + ")";
      }
      this.counts[level] += 1;
      this.lines.append(text);
    }
  }

  info(message: string) {
    this.log("INFO", message);
  }

  error(message: string, error: Error) {
    this.log("ERROR", message, error);
  }

  log(level: string, message: string, error: Error | null = null) {
    this.records.put([time.time(), level, threading.current_thread().name, message, error]);
  }

  close() {
    this.records.put(null);
    this.join();
  }
}

const log = new LogCollector();
log.start();

function job(numbers: number[]) {
  for (const n of numbers) {
    log.info(`trying ${n}`);
    try {
      if (n % 3 === 0) {
        throw new ZeroDivisionError(`cannot divide by ${n}`);
      }
    } catch (e) {
      log.error("failed", e as ZeroDivisionError);
    }
  }
}

const threads = [...range(1, 4)].map((n) => threading.Thread({ target: job, args: [[n, n + 1, n + 2]], name: `job-${n}` }));
for (const t of threads) {
  t.start();
}
for (const t of threads) {
  t.join();
}
log.close();
print("infos:", log.counts["INFO"], "errors:", log.counts["ERROR"]);
for (const line of log.lines) {
  print(line);
}

// Jobs that know their order wait in a PriorityQueue; the most urgent one is run first, whatever was put first.
//
// Not as in Python: `functools.total_ordering` has nothing to do here, since only `__lt__` is asked for.
import * as queue from "pythreads/queue";
import * as threading from "pythreads/threading";
import { list, object, print } from "pythreads/builtins";

class Job extends object {
  priority: number;
  description: string;

  constructor(priority: number, description: string) {
    super();
    this.priority = priority;
    this.description = description;
    print("new job:", description);
  }

  __eq__(other: Job) {
    return this.priority === other.priority;
  }

  __lt__(other: Job) {
    return this.priority < other.priority;
  }
}

const jobs = queue.PriorityQueue<Job>();
const log = list<Job>();

function process_job(q: queue.PriorityQueue<Job>) {
  while (true) {
    const next_job = q.get();
    log.append(next_job);
    q.task_done();
  }
}

jobs.put(new Job(3, "mid-level job"));
jobs.put(new Job(10, "low-level job"));
jobs.put(new Job(1, "important job"));
jobs.put(new Job(2, "urgent job"));
jobs.put(new Job(7, "background job"));

const worker = threading.Thread({ target: process_job, args: [jobs], daemon: true });
worker.start();
jobs.join();
print("order:", log.map((job) => job.description));

const tickets = queue.PriorityQueue<[number, string]>();
for (const ticket of [[2, "code"], [1, "eat"], [3, "sleep"], [1, "breathe"]] as [number, string][]) {
  tickets.put(ticket);
}
while (!tickets.empty()) {
  print("ticket:", tickets.get()[1]);
}

# Jobs that know their order wait in a PriorityQueue; the most urgent one is run first, whatever was put first.
import functools
import queue
import threading


@functools.total_ordering
class Job(object):
    def __init__(self, priority, description):
        self.priority = priority
        self.description = description
        print("new job:", description)

    def __eq__(self, other):
        return self.priority == other.priority

    def __lt__(self, other):
        return self.priority < other.priority


jobs = queue.PriorityQueue()
log = []


def process_job(q):
    while True:
        next_job = q.get()
        log.append(next_job)
        q.task_done()


jobs.put(Job(3, "mid-level job"))
jobs.put(Job(10, "low-level job"))
jobs.put(Job(1, "important job"))
jobs.put(Job(2, "urgent job"))
jobs.put(Job(7, "background job"))

worker = threading.Thread(target=process_job, args=(jobs,), daemon=True)
worker.start()
jobs.join()
print("order:", [job.description for job in log])

tickets = queue.PriorityQueue()
for ticket in [(2, "code"), (1, "eat"), (3, "sleep"), (1, "breathe")]:
    tickets.put(ticket)
while not tickets.empty():
    print("ticket:", tickets.get()[1])

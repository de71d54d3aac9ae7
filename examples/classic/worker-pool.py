# A pool of threads that call the functions they find in a queue.
import queue
import threading


class Worker(threading.Thread):
    def __init__(self, tasks):
        threading.Thread.__init__(self)
        self.tasks = tasks
        self.daemon = True
        self.start()

    def run(self):
        while True:
            func, args, kwargs = self.tasks.get()
            try:
                func(*args, **kwargs)
            except Exception as error:
                print("task failed:", error)
            finally:
                self.tasks.task_done()


class ThreadPool:
    def __init__(self, num_threads):
        self.tasks = queue.Queue(num_threads)
        for _ in range(num_threads):
            Worker(self.tasks)

    def add_task(self, func, *args, **kwargs):
        self.tasks.put((func, args, kwargs))

    def map(self, func, args_list):
        for args in args_list:
            self.add_task(func, args)

    def wait_completion(self):
        self.tasks.join()


def power(base, exponent=2):
    results.put(base**exponent)


def fail(message):
    raise ValueError(message)


results = queue.Queue()
pool = ThreadPool(3)
pool.map(power, range(1, 11))
pool.add_task(power, 2, exponent=10)
pool.add_task(fail, "no such task")
pool.add_task(lambda: results.put(5000))
pool.wait_completion()
print("results:", results.qsize())
print("sum:", sum(results.get() for _ in range(results.qsize())))

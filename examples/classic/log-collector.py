# Threads log through a queue to one thread that writes; errors come with their type and text.
import queue
import threading
import time


class LogCollector(threading.Thread):
    def __init__(self):
        super().__init__(name="log", daemon=True)
        self.records = queue.SimpleQueue()
        self.lines = []
        self.counts = {"INFO": 0, "ERROR": 0}

    def run(self):
        while True:
            record = self.records.get()
            if record is None:
                break
            _, level, name, message, error = record
            text = level + " " + name + ": " + message
            if error is not None:
                text += " (" + type(error).__name__ + ": " + str(error) + ")"
            self.counts[level] += 1
            self.lines.append(text)

    def info(self, message):
        self.log("INFO", message)

    def error(self, message, error):
        self.log("ERROR", message, error)

    def log(self, level, message, error=None):
        self.records.put((time.time(), level, threading.current_thread().name, message, error))

    def close(self):
        self.records.put(None)
        self.join()


log = LogCollector()
log.start()


def job(numbers):
    for n in numbers:
        log.info("trying %d" % n)
        try:
            if n % 3 == 0:
                raise ZeroDivisionError("cannot divide by %d" % n)
        except ZeroDivisionError as e:
            log.error("failed", e)


threads = [threading.Thread(target=job, args=([n, n + 1, n + 2],), name="job-%d" % n) for n in range(1, 4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
log.close()
print("infos:", log.counts["INFO"], "errors:", log.counts["ERROR"])
for line in log.lines:
    print(line)

# At most three requests at a time, and no more than so many in a while: two Semaphores, one of which a thread refills.
import threading
import time


class RateLimiter(object):
    def __init__(self, permits, period):
        self.permits = permits
        self.period = period
        self.tokens = threading.Semaphore(permits)
        self.stopped = threading.Event()
        self.refiller = threading.Thread(target=self.refill, daemon=True)
        self.refiller.start()

    def refill(self):
        while not self.stopped.wait(self.period):
            for _ in range(self.permits):
                self.tokens.release()

    def stop(self):
        self.stopped.set()
        self.refiller.join()

    def __enter__(self):
        self.tokens.acquire()
        return self

    def __exit__(self, *_exc):
        return None


class Server(object):
    def __init__(self, connections):
        self.slots = threading.BoundedSemaphore(connections)
        self.lock = threading.Lock()
        self.active = self.most = self.served = 0

    def request(self):
        with self.slots:
            with self.lock:
                self.active += 1
                self.most = max(self.most, self.active)
            time.sleep(0.01)
            with self.lock:
                self.active -= 1
                self.served += 1


def client():
    for _ in range(4):
        with limiter:
            server.request()


started = time.monotonic()
limiter = RateLimiter(4, 0.05)
server = Server(3)
clients = [threading.Thread(target=client) for _ in range(5)]
for t in clients:
    t.start()
for t in clients:
    t.join()
limiter.stop()
print("served:", server.served)
print("never more than three:", server.most <= 3)
print("not too fast:", time.monotonic() - started >= 4 * 0.05)
try:
    server.slots.release()
except ValueError as error:
    print(error)

# A future on a Condition: a thread computes, whoever asks for the result waits, and an exception reaches the one who asks.
import threading
import time


class Future(object):
    def __init__(self, func, *args):
        self.condition = threading.Condition()
        self.done = False
        self.value = None
        self.error = None
        self.thread = threading.Thread(target=self.wrapper, args=(func, args), name="FutureThread")
        self.thread.start()

    def wrapper(self, func, args):
        value = error = None
        try:
            value = func(*args)
        except Exception as e:
            error = e
        self.condition.acquire()
        self.done = True
        self.value = value
        self.error = error
        self.condition.notify_all()
        self.condition.release()

    def is_done(self):
        return self.done

    def result(self):
        self.condition.acquire()
        while not self.done:
            self.condition.wait()
        self.condition.release()
        if self.error is not None:
            raise self.error
        return self.value


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def divide(a, b):
    time.sleep(0.05)
    if b == 0:
        raise ZeroDivisionError("division by zero")
    return a / b


futures = [Future(fibonacci, n) for n in range(15, 20)]
print("numbers:", [future.result() for future in futures])
print("half:", Future(divide, 1, 2).result())
failing = Future(divide, 1, 0)
print("done at once:", failing.is_done())
try:
    failing.result()
except ZeroDivisionError as e:
    print("failed:", e)
print("all done:", all(future.is_done() for future in futures))

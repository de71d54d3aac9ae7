# Each request has its own context in a threading.local, down to the functions that nobody passes it to.
import threading
import time


class Context(threading.local):
    def __init__(self, application):
        self.application = application
        self.user = "nobody"
        self.depth = 0


context = Context("shop")
plain = threading.local()
log = []


def current_user():
    return context.user


def greet(step):
    context.depth += 1
    if step > 0:
        greet(step - 1)
    else:
        log.append("%s greets %s at depth %d" % (context.application, current_user(), context.depth))


def handle(user, steps, ready):
    context.user = user
    plain.number = steps
    ready.release()
    time.sleep(0.01)
    greet(steps)
    log.append("%s still has %d" % (user, plain.number))


plain.number = -1
everybody = threading.Semaphore(0)
threads = [threading.Thread(target=handle, args=("user%d" % i, i, everybody)) for i in range(3)]
for t in threads:
    t.start()
for _ in threads:
    everybody.acquire()
print("in main:", current_user(), context.depth, plain.number)
for t in threads:
    t.join()
for line in sorted(log):
    print(line)
del plain.number
print("left:", hasattr(plain, "number"))

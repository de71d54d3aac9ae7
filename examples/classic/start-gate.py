# Runners wait at a gate, an Event, until all are there; a second event tells main that the last one has arrived.
import threading


class Latch(object):
    def __init__(self, count):
        self.count = count
        self.lock = threading.Lock()
        self.reached_zero = threading.Event()

    def count_down(self):
        with self.lock:
            self.count -= 1
            if self.count == 0:
                self.reached_zero.set()


def runner(number, ready, gate, finish, places):
    ready.count_down()
    gate.wait()
    places.append(number)
    finish.count_down()


RUNNERS = 5
ready, finish = Latch(RUNNERS), Latch(RUNNERS)
gate = threading.Event()
places = []
for number in range(RUNNERS):
    threading.Thread(target=runner, args=(number, ready, gate, finish, places)).start()
ready.reached_zero.wait()
print("at the gate:", ready.count == 0, "open:", gate.is_set(), "running:", len(places))
print("nobody is early:", not finish.reached_zero.wait(0.02))
gate.set()
finish.reached_zero.wait()
places.sort()
print("finished:", places)

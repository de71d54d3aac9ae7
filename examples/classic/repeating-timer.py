# A Timer that calls its function again and again until it is cancelled.
import threading
import time


class RepeatingTimer(threading.Timer):
    def run(self):
        while not self.finished.wait(self.interval):
            self.function(*self.args, **self.kwargs)


class Heartbeat(object):
    def __init__(self, wanted):
        self.beats = 0
        self.wanted = wanted
        self.enough = threading.Event()

    def beat(self, step):
        self.beats += step
        if self.beats >= self.wanted:
            self.enough.set()


heart = Heartbeat(5)
timer = RepeatingTimer(0.02, heart.beat, [1])
timer.start()
once = threading.Timer(0.01, print, ["once"])
once.start()
never = threading.Timer(60, print, ["never"])
never.start()
never.cancel()
print("enough:", heart.enough.wait(5))
timer.cancel()
for t in [timer, once, never]:
    t.join()
beats = heart.beats
time.sleep(0.06)
print("stopped:", heart.beats == beats, "after", "five" if beats == 5 else "more")
print("alive:", timer.is_alive(), once.is_alive(), never.is_alive())

# Actors: each has a mailbox and a thread of its own that handles what is sent to it, one message after another.
import threading
from queue import Queue
from dataclasses import dataclass

@dataclass
class Greet:
    who: str
@dataclass
class Ask:
    reply_to: Queue
    n: int
class Stop: pass

class ActorExit(Exception):
    pass

class Actor:
    def __init__(self):
        self._mailbox = Queue()
    def send(self, msg):
        self._mailbox.put(msg)
    def recv(self):
        msg = self._mailbox.get()
        if msg is ActorExit:
            raise ActorExit()
        return msg
    def close(self):
        self.send(ActorExit)
    def start(self):
        self._terminated = threading.Event()
        t = threading.Thread(target=self._bootstrap)
        t.daemon = True
        t.start()
    def _bootstrap(self):
        try:
            self.run()
        except ActorExit:
            pass
        finally:
            self._terminated.set()
    def join(self):
        self._terminated.wait()
    def run(self):
        while True:
            self.handle(self.recv())
    def handle(self, msg):
        raise NotImplementedError

class Printer(Actor):
    def handle(self, msg):
        print("Got:", msg)

class TaggedActor(Actor):
    def run(self):
        while True:
            tag, *payload = self.recv()
            getattr(self, "do_" + tag)(*payload)
    def do_A(self, x):
        print("Running A", x)
    def do_B(self, x, y):
        print("Running B", x, y)

class Squarer(Actor):
    def handle(self, msg):
        if isinstance(msg, Ask):
            msg.reply_to.put(msg.n ** 2)
        elif isinstance(msg, Greet):
            print(f"hello {msg.who}")
        elif isinstance(msg, Stop):
            raise ActorExit()

class Result:
    def __init__(self):
        self._evt = threading.Event()
        self._result = None
    def set_result(self, value):
        self._result = value
        self._evt.set()
    def result(self):
        self._evt.wait()
        return self._result

class Worker(Actor):
    def submit(self, func, *args, **kwargs):
        r = Result()
        self.send((func, args, kwargs, r))
        return r
    def run(self):
        while True:
            func, args, kwargs, r = self.recv()
            r.set_result(func(*args, **kwargs))

p = Printer()
p.start()
p.send("Hello")
p.send("World")
p.close()
p.join()
a = TaggedActor()
a.start()
a.send(("A", 1))
a.send(("B", 2, 3))
a.close()
a.join()
s = Squarer()
s.start()
replies = Queue()
for n in range(4):
    s.send(Ask(replies, n))
s.send(Greet("bob"))
s.send(Stop())
s.join()
print([replies.get() for _ in range(4)])
w = Worker()
w.start()
r = w.submit(pow, 2, 10)
print(r.result())
print(w.submit(lambda a, b: a + b, "x", "y").result())
w.close()
w.join()

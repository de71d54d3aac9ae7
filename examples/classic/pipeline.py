# Three stages, each a thread, hand lines from queue to queue; a sentinel object tells each that no more will come.
import queue
import threading

DONE = object()


class Stage(threading.Thread):
    def __init__(self, work, source, sink):
        super().__init__()
        self.work = work
        self.source = source
        self.sink = sink

    def run(self):
        while True:
            item = self.source.get()
            if item is DONE:
                self.sink.put(DONE)
                return
            for result in self.work(item):
                self.sink.put(result)


def parse(line):
    name, separator, value = line.partition("=")
    if separator:
        yield name.strip(), int(value)


def double(pair):
    name, value = pair
    yield name, value * 2


def render(pair):
    yield "%s is %d" % pair


lines, parsed, doubled, rendered = (queue.Queue(maxsize=2) for _ in range(4))
for stage in [Stage(parse, lines, parsed), Stage(double, parsed, doubled), Stage(render, doubled, rendered)]:
    stage.start()


def feed():
    for line in ["a = 1", "# a comment", "b=20", "", "c = 300"] * 3:
        lines.put(line)
    lines.put(DONE)


threading.Thread(target=feed).start()
for text in iter(rendered.get, DONE):
    print(text)
print("done")

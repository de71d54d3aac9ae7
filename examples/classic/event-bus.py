# Subscribers leave callbacks, plain functions and bound methods, with a bus whose own thread calls them.
import queue
import threading


class EventBus(object):
    def __init__(self):
        self.handlers = {}
        self.lock = threading.RLock()
        self.events = queue.Queue()
        self.thread = threading.Thread(target=self.dispatch, name="bus")
        self.thread.start()

    def subscribe(self, topic, handler):
        with self.lock:
            self.handlers.setdefault(topic, []).append(handler)

    def publish(self, topic, *args):
        self.events.put((topic, args))

    def close(self):
        self.events.put(None)
        self.thread.join()

    def dispatch(self):
        while True:
            event = self.events.get()
            if event is None:
                break
            topic, args = event
            with self.lock:
                handlers = list(self.handlers.get(topic, []))
            for handler in handlers:
                handler(*args)


class Thermometer(object):
    def __init__(self):
        self.highest = None
        self.where = None
        self.called_in = set()

    def measured(self, place, degrees):
        self.called_in.add(threading.current_thread().name)
        if self.highest is None or degrees > self.highest:
            self.highest = degrees
            self.where = place


bus = EventBus()
thermometer = Thermometer()
log = []
bus.subscribe("temperature", thermometer.measured)
bus.subscribe("temperature", lambda place, _: log.append(place))
bus.subscribe("alarm", lambda text: bus.publish("temperature", text, 99))
for place, degrees in [("Oslo", -4), ("Cairo", 35), ("Lima", 19)]:
    bus.publish("temperature", place, degrees)
bus.publish("nobody listens")
bus.publish("alarm", "Kitchen")
bus.events.put(("temperature", ("Rome", 30)))
while len(log) < 5:
    threading.Event().wait(0.001)
bus.close()
print("highest:", thermometer.highest, "in", thermometer.where)
log.sort()
print("places:", log)
print("called in:", thermometer.called_in)

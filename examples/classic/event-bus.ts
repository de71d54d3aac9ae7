// Subscribers leave callbacks, plain functions and bound methods, with a bus whose own thread calls them.
import * as queue from "pythreads/queue";
import * as threading from "pythreads/threading";
import { dict, len, list, object, print, set, with_ } from "pythreads/builtins";

type Handler = (...args: any[]) => void;

class EventBus extends object {
  handlers: dict<string, list<Handler>>;
  lock: threading.RLock;
  events: queue.Queue<[topic: string, args: unknown[]] | null>;
  thread: threading.Thread;

  constructor() {
    super();
    this.handlers = dict();
    this.lock = threading.RLock();
    this.events = queue.Queue();
    this.thread = threading.Thread({ target: this.dispatch, name: "bus" });
    this.thread.start();
  }

  subscribe(topic: string, handler: Handler) {
    with_(this.lock, () => {
      this.handlers.setdefault(topic, list()).append(handler);
    });
  }

  publish(topic: string, ...args: unknown[]) {
    this.events.put([topic, args]);
  }

  close() {
    this.events.put(null);
    this.thread.join();
  }

  dispatch() {
    while (true) {
      const event = this.events.get();
      if (event === null) {
        break;
      }
      const [topic, args] = event;
      const handlers = with_(this.lock, () => {
        return list(this.handlers.get(topic, []));
      });
      for (const handler of handlers) {
        handler(...args);
      }
    }
  }
}

class Thermometer extends object {
  highest: number | null;
  where: string | null;
  called_in: set<string>;

  constructor() {
    super();
    this.highest = null;
    this.where = null;
    this.called_in = set();
  }

  measured(place: string, degrees: number) {
    this.called_in.add(threading.current_thread().name);
    if (this.highest === null || degrees > this.highest) {
      this.highest = degrees;
      this.where = place;
    }
  }
}

const bus = new EventBus();
const thermometer = new Thermometer();
const log = list<string>();
bus.subscribe("temperature", thermometer.measured);
bus.subscribe("temperature", (place, _) => log.append(place));
bus.subscribe("alarm", (text) => bus.publish("temperature", text, 99));
for (const [place, degrees] of [["Oslo", -4], ["Cairo", 35], ["Lima", 19]]) {
  bus.publish("temperature", place, degrees);
}
bus.publish("nobody listens");
bus.publish("alarm", "Kitchen");
bus.events.put(["temperature", ["Rome", 30]]);
while (len(log) < 5) {
  threading.Event().wait(0.001);
}
bus.close();
print("highest:", thermometer.highest, "in", thermometer.where);
log.sort();
print("places:", log);
print("called in:", thermometer.called_in);

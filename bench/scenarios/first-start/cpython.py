import threading

from measure import now, report


class First(threading.Thread):
    started_at = 0

    def run(self):
        self.started_at = now()


thread = First()
start = now()
thread.start()
thread.join()
report(running=thread.started_at - start, joined=now() - start)

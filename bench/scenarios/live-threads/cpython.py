import threading

from measure import n, now, report, resident_bytes

there = threading.Semaphore(0)
end = threading.Event()


def live():
    there.release()
    end.wait()


before = resident_bytes()
start = now()
threads = [threading.Thread(target=live) for _ in range(n)]
for thread in threads:
    thread.start()
for _ in threads:
    there.acquire()
ns = (now() - start) / n
if before is None:
    report(time=ns)
else:
    report(time=ns, memory=float(resident_bytes() - before) / n)
end.set()
for thread in threads:
    thread.join()

from measure import now, os_threads, report

threads = os_threads()
start = now()
import threading  # noqa: E402,F401
ns = now() - start
if threads is None:
    report(ns=ns)
else:
    report(ns=ns, threads=os_threads() - threads)

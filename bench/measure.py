"""What the programs of all Pythons measure and report by: the twin of measure.mjs, for 2.7 and later."""
import json
import os
import sys
from timeit import default_timer

n = int(sys.argv[1])


def now():
    return default_timer() * 1e9


def report(**figures):
    print(json.dumps(figures))


def measure(loop):
    loop(n // 10 + 1)
    start = now()
    loop(n)
    report(ns=(now() - start) / n)


def os_threads():
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return None

"""What the programs of all Pythons measure and report by: the twin of measure.mjs, for 2.7 and later."""
import json
import os
import sys
from timeit import default_timer

args = json.loads(sys.argv[1])
n = args.get("n")


def now():
    return default_timer() * 1e9


def report(**figures):
    print(json.dumps(figures))


def time(loop, count=None):
    count = count or n
    loop(count // 10 + 1)
    start = now()
    loop(count)
    return (now() - start) / count


def measure(loop):
    report(ns=time(loop))


def quantile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * part))]


def os_threads():
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return None


def resident_bytes():
    """None where the system does not say."""
    try:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) * 1024
    except IOError:
        pass
    return None

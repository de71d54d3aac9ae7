import threading

from measure import n, now, report


def nothing():
    pass


def start_and_join(count):
    start = now()
    for _ in range(count):
        thread = threading.Thread(target=nothing)
        thread.start()
        thread.join()
    return (now() - start) / count


start_and_join(1)
second = start_and_join(1)
start_and_join(n // 10 + 1)
report(second=second, ns=start_and_join(n))

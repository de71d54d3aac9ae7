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


answer = [0]


def make_closure(a):
    b, c, d, e, f, g, h, i, j = 1, 2, 3, 4, 5, 6, 7, 8, 9

    def add():
        answer[0] = a + b + c + d + e + f + g + h + i + j

    return add


def start_closures(count):
    start = now()
    for i in range(count):
        thread = threading.Thread(target=make_closure(i))
        thread.start()
        thread.join()
        assert answer[0] == i + 45
    return (now() - start) / count


start_and_join(1)
second = start_and_join(1)
start_and_join(n // 10 + 1)
ns = start_and_join(n)
start_closures(n // 30 + 1)
report(second=second, ns=ns, closure=start_closures(n // 3 + 1))

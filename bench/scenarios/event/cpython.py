import threading

from measure import n, now, report

ping = threading.Event()
pong = threading.Event()
warm_up = n // 10


def answer(rounds):
    for _ in range(rounds):
        ping.wait()
        ping.clear()
        pong.set()


def ask(rounds):
    for _ in range(rounds):
        ping.set()
        pong.wait()
        pong.clear()


thread = threading.Thread(target=answer, args=(warm_up + n,))
thread.start()
ask(warm_up)
start = now()
ask(n)
end = now()
thread.join()
report(ns=(end - start) / n)

import threading

from measure import n, now, quantile, report

ping = threading.Event()
pong = threading.Event()
woken_at = [0]
warm_up = n // 10


def answer(rounds):
    for _ in range(rounds):
        ping.wait()
        woken_at[0] = now()
        ping.clear()
        pong.set()


def ask(rounds):
    there = []
    and_back = []
    for _ in range(rounds):
        start = now()
        ping.set()
        pong.wait()
        end = now()
        pong.clear()
        there.append(woken_at[0] - start)
        and_back.append(end - start)
    return there, and_back


thread = threading.Thread(target=answer, args=(warm_up + n,))
thread.start()
ask(warm_up)
there, and_back = ask(n)
thread.join()
report(wake=quantile(there, 0.5), both=quantile(and_back, 0.5))

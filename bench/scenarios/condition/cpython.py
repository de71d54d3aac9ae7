import threading

from measure import n, now, quantile, report


class Table(object):
    turn = "main"


table = Table()
condition = threading.Condition()
warm_up = n // 10


def play(me, other, rounds):
    times = []
    for _ in range(rounds):
        start = now()
        condition.acquire()
        while table.turn != me:
            condition.wait()
        table.turn = other
        condition.notify()
        condition.release()
        times.append(now() - start)
    return times


thread = threading.Thread(target=play, args=("other", "main", warm_up + n))
thread.start()
play("main", "other", warm_up)
times = play("main", "other", n)
thread.join()
report(p50=quantile(times, 0.5), p99=quantile(times, 0.99))

import threading

from measure import n, now, report


class Table(object):
    turn = "main"


table = Table()
condition = threading.Condition()
warm_up = n // 10


def play(me, other, rounds):
    for _ in range(rounds):
        condition.acquire()
        while table.turn != me:
            condition.wait()
        table.turn = other
        condition.notify()
        condition.release()


thread = threading.Thread(target=play, args=("other", "main", warm_up + n))
thread.start()
play("main", "other", warm_up)
start = now()
play("main", "other", n)
end = now()
thread.join()
report(ns=(end - start) / n)

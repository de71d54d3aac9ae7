from measure import report, time


class Account(object):
    def __init__(self):
        self.balance = 0
        self.owner = "nobody"


account = Account()
items = [1, 2, 3]
keys = ["key %d" % i for i in range(100)]
table = dict.fromkeys(keys, 0)


def read(count):
    total = 0
    for _ in range(count):
        total += account.balance


def write(count):
    for i in range(count):
        account.balance = i


def append_and_pop(count):
    for i in range(count):
        items.append(i)
        items.pop()


def dict_set(count):
    for i in range(count):
        table[keys[i % 100]] = i


def dict_get(count):
    total = 0
    for i in range(count):
        total += table.get(keys[i % 100])


report(read=time(read), write=time(write), list=time(append_and_pop), dict_set=time(dict_set), dict_get=time(dict_get))

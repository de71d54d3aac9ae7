# Threads move money between shared accounts. Each account has a lock, and both are taken in the order of the numbers.
import random
import threading


class Account(object):
    def __init__(self, number, balance):
        self.number = number
        self.balance = balance
        self.lock = threading.Lock()

    def deposit(self, amount):
        self.balance += amount

    def withdraw(self, amount):
        if self.balance < amount:
            raise ValueError("insufficient funds")
        self.balance -= amount


def transfer(source, target, amount):
    first, second = (source, target) if source.number < target.number else (target, source)
    with first.lock, second.lock:
        source.withdraw(amount)
        target.deposit(amount)


class Clerk(threading.Thread):
    def __init__(self, accounts, transfers):
        super().__init__()
        self.accounts = accounts
        self.transfers = transfers
        self.refused = 0

    def run(self):
        for _ in range(self.transfers):
            source, target = random.sample(self.accounts, 2)
            try:
                transfer(source, target, random.randint(1, 50))
            except ValueError:
                self.refused += 1


accounts = [Account(number, 100) for number in range(4)]
clerks = [Clerk(accounts, 500) for _ in range(4)]
for clerk in clerks:
    clerk.start()
for clerk in clerks:
    clerk.join()
print("total:", sum(account.balance for account in accounts))
print("overdrawn:", sum(account.balance < 0 for account in accounts))
print("some were refused:", sum(clerk.refused for clerk in clerks) > 0)

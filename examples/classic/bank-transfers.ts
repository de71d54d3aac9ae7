// Threads move money between shared accounts. Each account has a lock, and both are taken in the order of the numbers.
import * as random from "pythreads/random";
import * as threading from "pythreads/threading";
import { object, print, range, ValueError } from "pythreads/builtins";

class Account extends object {
  number: number;
  balance: number;
  lock: threading.Lock;

  constructor(number: number, balance: number) {
    super();
    this.number = number;
    this.balance = balance;
    this.lock = threading.Lock();
  }

  deposit(amount: number) {
    this.balance += amount;
  }

  withdraw(amount: number) {
    if (this.balance < amount) {
      throw new ValueError("insufficient funds");
    }
    this.balance -= amount;
  }
}

function transfer(source: Account, target: Account, amount: number) {
  const [first, second] = source.number < target.number ? [source, target] : [target, source];
  using _first = first.lock.hold(), _second = second.lock.hold();
  source.withdraw(amount);
  target.deposit(amount);
}

class Clerk extends threading.Thread {
  accounts: Account[];
  transfers: number;
  refused: number;

  constructor(accounts: Account[], transfers: number) {
    super();
    this.accounts = accounts;
    this.transfers = transfers;
    this.refused = 0;
  }

  run() {
    for (const _ of range(this.transfers)) {
      const [source, target] = random.sample(this.accounts, 2);
      try {
        transfer(source, target, random.randint(1, 50));
      } catch (error) {
        if (!(error instanceof ValueError)) throw error;
        this.refused += 1;
      }
    }
  }
}

const accounts = [...range(4)].map((number) => new Account(number, 100));
const clerks = [...range(4)].map(() => new Clerk(accounts, 500));
for (const clerk of clerks) {
  clerk.start();
}
for (const clerk of clerks) {
  clerk.join();
}
print("total:", accounts.reduce((sum, account) => sum + account.balance, 0));
print("overdrawn:", accounts.filter((account) => account.balance < 0).length);
print("some were refused:", clerks.reduce((sum, clerk) => sum + clerk.refused, 0) > 0);

// A barber sleeps while nobody waits; customers who find no free chair leave. Semaphores do it, as in Dijkstra's version.
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { list, object, print, range, with_ } from "pythreads/builtins";

class BarberShop extends object {
  static CHAIRS = 2;
  customers = threading.Semaphore(0);
  barber = threading.Semaphore(0);
  mutex = threading.Semaphore(1);
  waiting = 0;
  open = true;
  cut = 0;
  turned_away = 0;

  work() {
    while (true) {
      this.customers.acquire();
      this.mutex.acquire();
      if (this.waiting === 0 && !this.open) {
        this.mutex.release();
        return;
      }
      this.waiting -= 1;
      this.barber.release();
      this.mutex.release();
      time.sleep(0.005);
      this.cut += 1;
    }
  }

  visit() {
    this.mutex.acquire();
    if (this.waiting < BarberShop.CHAIRS) {
      this.waiting += 1;
      this.customers.release();
      this.mutex.release();
      this.barber.acquire();
    } else {
      this.turned_away += 1;
      this.mutex.release();
    }
  }

  close() {
    with_(this.mutex, () => {
      this.open = false;
    });
    this.customers.release();
  }
}

const shop = new BarberShop();
const barber = threading.Thread({ target: shop.work, name: "barber" });
barber.start();
const customers = list<threading.Thread>();
for (const _ of range(12)) {
  customers.append(threading.Thread({ target: shop.visit }));
  customers[-1].start();
  time.sleep(0.003);
}
for (const customer of customers) {
  customer.join();
}
shop.close();
barber.join();
print("came:", shop.cut + shop.turned_away);
print("somebody was cut:", shop.cut > 0, "waiting:", shop.waiting);

# A barber sleeps while nobody waits; customers who find no free chair leave. Semaphores do it, as in Dijkstra's version.
import threading
import time


class BarberShop(object):
    CHAIRS = 2

    def __init__(self):
        self.customers = threading.Semaphore(0)
        self.barber = threading.Semaphore(0)
        self.mutex = threading.Semaphore(1)
        self.waiting = 0
        self.open = True
        self.cut = 0
        self.turned_away = 0

    def work(self):
        while True:
            self.customers.acquire()
            self.mutex.acquire()
            if self.waiting == 0 and not self.open:
                self.mutex.release()
                return
            self.waiting -= 1
            self.barber.release()
            self.mutex.release()
            time.sleep(0.005)
            self.cut += 1

    def visit(self):
        self.mutex.acquire()
        if self.waiting < BarberShop.CHAIRS:
            self.waiting += 1
            self.customers.release()
            self.mutex.release()
            self.barber.acquire()
        else:
            self.turned_away += 1
            self.mutex.release()

    def close(self):
        with self.mutex:
            self.open = False
        self.customers.release()


shop = BarberShop()
barber = threading.Thread(target=shop.work, name="barber")
barber.start()
customers = []
for _ in range(12):
    customers.append(threading.Thread(target=shop.visit))
    customers[-1].start()
    time.sleep(0.003)
for customer in customers:
    customer.join()
shop.close()
barber.join()
print("came:", shop.cut + shop.turned_away)
print("somebody was cut:", shop.cut > 0, "waiting:", shop.waiting)

# Each thread writes its result into a list that it is given, at its own place; another list takes them as they come.
import threading


def count_primes(start, stop, index, results, finished):
    found = 0
    for n in range(max(start, 2), stop):
        if all(n % d for d in range(2, int(n**0.5) + 1)):
            found += 1
    results[index] = found
    finished.append((index, found))


def main():
    results = [None] * 4
    finished = []
    threads = []
    for i in range(4):
        t = threading.Thread(target=count_primes, args=(i * 5000, (i + 1) * 5000, i, results, finished))
        threads.append(t)
        t.start()
    for t in threads:
        t.join()
    print("results:", results)
    print("primes below 20000:", sum(results))
    finished.sort()
    print("finished:", [index for index, _ in finished])


if __name__ == "__main__":
    main()

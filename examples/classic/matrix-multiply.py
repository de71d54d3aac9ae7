# The rows of a product are shared out among threads, each of which writes its rows into the one result.
import threading

SIZE = 60
THREADS = 4


def identity_plus(k):
    return [[k * i + j + (i == j) for j in range(SIZE)] for i in range(SIZE)]


def multiply_rows(a, b, result, rows):
    for i in rows:
        for j in range(SIZE):
            total = 0
            for k in range(SIZE):
                total += a[i][k] * b[k][j]
            result[i][j] = total


def main():
    a = identity_plus(1)
    b = identity_plus(2)
    result = [[0] * SIZE for _ in range(SIZE)]
    threads = []
    for n in range(THREADS):
        t = threading.Thread(target=multiply_rows, args=(a, b, result, range(n, SIZE, THREADS)))
        threads.append(t)
        t.start()
    for t in threads:
        t.join()
    expected = [[0] * SIZE for _ in range(SIZE)]
    multiply_rows(a, b, expected, range(SIZE))
    print("rows:", len(result))
    print("trace:", sum(result[i][i] for i in range(SIZE)))
    print("as without threads:", result == expected)


if __name__ == "__main__":
    main()

"""The work of the CPU-bound scenario: the twin of work.mjs."""


def count_primes(passes, limit):
    found = 0
    for _ in range(passes):
        for candidate in range(2, limit):
            d = 2
            while d * d <= candidate:
                if candidate % d == 0:
                    break
                d += 1
            else:
                found += 1
    return found


def multiply_rows(passes, a, b, product, size, first, step):
    for _ in range(passes):
        for row in range(first, size, step):
            for column in range(size):
                total = 0.0
                for k in range(size):
                    total += a[row * size + k] * b[k * size + column]
                product[row * size + column] = total

from measure import args, report
from threads import together
from work import count_primes, multiply_rows

passes, limit, size = args["passes"], args["limit"], args["size"]
a = [float(i % 7) for i in range(size * size)]
b = [float((i + size * size) % 7) for i in range(size * size)]
product = [0.0] * (size * size)


def find_primes(passes, threads):
    return together([(count_primes, passes // threads, limit)] * threads) / passes


def multiply(passes, threads):
    bodies = [(multiply_rows, passes, a, b, product, size, first, threads) for first in range(threads)]
    return together(bodies) / passes


primes1, primes2 = find_primes(passes, 1), find_primes(passes, 2)
matrix1, matrix2 = multiply(passes, 1), multiply(passes, 2)
report(
    primes1=primes1, primes2=primes2, primes=primes1 / primes2, matrix1=matrix1, matrix2=matrix2, matrix=matrix1 / matrix2
)

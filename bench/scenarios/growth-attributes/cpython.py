from measure import args, report, time


class Namespace(object):
    pass


def measure_size(size):
    names = ["attribute_%d" % i for i in range(size)]
    shared = Namespace()
    for name in names:
        setattr(shared, name, 0)

    def read(count):
        total = 0
        for i in range(count):
            total += getattr(shared, names[i % size])

    def write(count):
        for i in range(count):
            setattr(shared, names[i % size], i)

    return time(read), time(write)


figures = {}
for size in args["sizes"]:
    figures["read/%d" % size], figures["write/%d" % size] = measure_size(size)
report(**figures)

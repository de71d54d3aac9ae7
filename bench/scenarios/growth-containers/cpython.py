from measure import args, report, time

items = []
table = {}


def place(i, size):
    """Hits all places in turn, none near the one before."""
    return (i * 7919) % size


def measure_size(size):
    def list_read(count):
        total = 0
        for i in range(count):
            total += items[place(i, size)]

    def list_write(count):
        for i in range(count):
            items[place(i, size)] = i

    def list_end(count):
        for i in range(count):
            items.append(i)
            items.pop()

    def dict_get(count):
        total = 0
        for i in range(count):
            total += table.get(place(i, size))

    def dict_set(count):
        for i in range(count):
            table[place(i, size)] = i

    loops = {
        "list_read": list_read,
        "list_write": list_write,
        "list_end": list_end,
        "dict_get": dict_get,
        "dict_set": dict_set,
    }
    return {"%s/%d" % (name, size): time(loop) for name, loop in loops.items()}


figures = {}
for size in args["sizes"]:
    for i in range(len(items), size):
        items.append(i)
    for i in range(len(table), size):
        table[i] = i
    figures.update(measure_size(size))
report(**figures)

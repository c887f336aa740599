#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints a long workload of many unlike tasks, as a person might write them; the same for the same length.

usage: large-workload.py BYTES
"""
import random
import sys

# What one task of the workload looks like: its own names and numbers stand in for @NAME, #MS and so on.
TASKS = [
    """\
# @N takes an order, prepares it and serves it at table #I.
task @N(guest, dishes, patience):
    print "{guest}: sits down at table #I"
    cpu #D                             # reading the menu
    served = 0
    for dish in range(dishes):
        with @S:
            io #D
        served = served + 1
        if served >= patience and patience > 0:
            print "{guest}: enough after {served} dishes"
            return served
        elif served % #I == 0:
            sleep #D
        else:
            cpu #D
    print "{guest}: paid {served * #I + 3} for {served} dishes"
    return served
""",
    """\
# @N fills a queue, and tells the others when nothing more will come.
task @N(count, pause):
    number = 0
    while number < count:
        number = number + 1
        cpu pause
        put @Q number * #I + 1
        if number == #I or number > count - 2:
            print "@N: {number} of {count} are done"
    put @Q none
    return number
""",
    """\
task @N(name, limit):
    total = 0
    largest = 0
    repeat limit as i:
        item = get @Q
        if item == none:
            break
        io #D
        largest = max(largest, item)
        total = total + item
    assert total >= largest, "{name}: the total {total} is less than {largest}"
    print "{name} took {total}, and {largest} at most"
    return [total, largest, name]
""",
    """\
# Two locks, always in this order.
task @N(account, other, amount):
    acquire @M
    with @S:
        sleep #D
        if account < amount:
            print "@N: {account} is less than {amount}"
        else:
            account = account - amount
            other = other + amount
            cpu #D
    release @M
    return account - other
""",
    """\
function @N(values, weight, bias):
    # A mean that leaves out what is too far away.
    total = 0
    counted = 0
    for value in values:
        if value - bias < #I and bias - value < #I or weight == 1:
            total = total + value * weight
            counted = counted + weight
    if counted == 0:
        return 0
    return (total + counted // 2) // counted
""",
    """\
# @N tries #I times, and waits a little longer each time.
task @N(host, tries):
    wait_for = #D
    for attempt in range(1, tries + 1):
        io wait_for
        if attempt * #I % 7 == 3:
            print "{host}: connected at the attempt {attempt} after {now()}"
            return true
        print "{host}: attempt {attempt} of {tries} failed"
        sleep wait_for
        wait_for = min(wait_for * 2, #D)
    return false
""",
    """\
task @N(rows, columns):
    workers = []
    sums = 0
    for row in range(rows):
        workers = workers + [spawn @P("w#I", row + columns)]
    for worker in workers:
        result = await worker
        if not result and sums > #I:
            continue
        sums = sums + len(workers)
    print "@N: {len(workers)} workers, {sums}"
    return sums
""",
]


class Writer:
    """Makes tasks until the text is long enough; each may refer to what was declared before."""

    NOUNS = ("order", "table", "server", "upload", "parser", "robot", "bakery", "printer", "session", "batch", "sensor",
             "invoice", "station", "courier", "archive")
    VERBS = ("serve", "collect", "check", "transfer", "measure", "repair", "deliver", "sort", "count", "fetch")

    def __init__(self):
        self.random = random.Random(1)
        self.number = 0
        self.objects = {}
        self.worker = None

    def name(self):
        self.number += 1
        return f"{self.random.choice(self.VERBS)}_{self.random.choice(self.NOUNS)}_{self.number}"

    def declare(self):
        names = {"@S": self.name(), "@M": self.name(), "@Q": self.name(), "@P": self.name()}
        self.objects = names
        return (f"semaphore {names['@S']} = {self.random.randint(1, 8)}\nmutex {names['@M']}\n"
                f"queue {names['@Q']} = {self.random.randint(0, 20)}\n\n"
                f"task {names['@P']}(name, number):\n    io {self.duration()}\n    return number % 2 == 0\n")

    def duration(self):
        return self.random.choice((f"{self.random.randint(1, 999)}us", f"{self.random.randint(1, 90)}ms",
                                   f"{self.random.randint(1, 9)}.{self.random.randint(1, 9)}ms"))

    def task(self):
        text = self.random.choice(TASKS).replace("@N", self.name())
        for mark, name in self.objects.items():
            text = text.replace(mark, name)
        while "#D" in text:
            text = text.replace("#D", self.duration(), 1)
        while "#I" in text:
            text = text.replace("#I", str(self.random.randint(2, 50)), 1)
        return text


def large_workload(size):
    writer = Writer()
    parts, length = ["# A long workload, made to be read by a program.\n"], 0

    while length < size:
        part = "\n" + (writer.declare() if len(parts) % 12 == 1 else writer.task())
        parts.append(part)
        length += len(part)
    return "".join(parts) + "\ntask main:\n    print \"nothing to do\"\n"


if __name__ == "__main__":
    sys.stdout.write(large_workload(int(sys.argv[1])))

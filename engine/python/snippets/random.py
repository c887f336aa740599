# SPDX-License-Identifier: GPL-3.0-or-later
# when: random
# imports: math
# names: random_bits uniform exponential choice
def random_bits():
    """64 bits from SplitMix64 (Steele, Lea, Flood, 2014): the same numbers as in the workload."""
    stream = random_stream()
    z = stream[0] = stream[0] + 0x9E3779B97F4A7C15 & 2**64 - 1
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & 2**64 - 1
    z = (z ^ z >> 27) * 0x94D049BB133111EB & 2**64 - 1
    return z ^ z >> 31


def uniform(first, last):
    """From the first to the last, both included."""
    if first > last:
        raise ValueError(f"uniform() goes from the smaller to the larger, and {first} is larger than {last}")
    return first + (random_bits() * (int(last) - int(first) + 1) >> 64)


def exponential(mean):
    return type(mean)(round(-math.log(((random_bits() >> 11) + 1) * 2**-53) * mean))


def choice(items):
    if not items:
        raise ValueError("choice() of an empty list")
    return items[random_bits() * len(items) >> 64]

# SPDX-License-Identifier: GPL-3.0-or-later
# when: durations
# names: Duration NS US MS S MIN
class Duration(int):
    """A time in whole nanoseconds, which reads as in the workload: 30ms."""

    def __add__(self, other):
        return Duration(int(self) + other)

    def __sub__(self, other):
        return Duration(int(self) - other)

    def __mul__(self, times):
        return Duration(int(self) * times)

    __rmul__ = __mul__

    def __floordiv__(self, other):
        quotient = int(self) // int(other)
        return quotient if isinstance(other, Duration) else Duration(quotient)

    def __mod__(self, other):
        return Duration(int(self) % other)

    def __neg__(self):
        return Duration(-int(self))

    def __str__(self):
        size, unit = 1, "ns"
        for size, unit in (60 * 10**9, "min"), (10**9, "s"), (10**6, "ms"), (10**3, "us"), (1, "ns"):
            if abs(self) >= size and (unit != "min" or int(self) % size == 0):
                break
        else:
            return "0s"
        whole, rest = divmod(abs(int(self)), size)
        fraction = f".{rest:0{len(str(size)) - 1}}".rstrip("0") if rest else ""
        return f"{'-' if self < 0 else ''}{whole}{fraction}{unit}"


NS, US, MS, S, MIN = (Duration(ns) for ns in (1, 10**3, 10**6, 10**9, 60 * 10**9))

# SPDX-License-Identifier: GPL-3.0-or-later
# names: counts next_name
counts = {}


def next_name(name):
    """As the workload names what has the same name: order, order#2, ..."""
    counts[name] = counts.get(name, 0) + 1
    return name if counts[name] == 1 else f"{name}#{counts[name]}"

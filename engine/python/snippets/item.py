# SPDX-License-Identifier: GPL-3.0-or-later
# when: item
# names: item_at
def item_at(items, index):
    """items[index], whose error says what there is."""
    if -len(items) <= index < len(items):
        return items[index]
    kind = "string" if isinstance(items, str) else "list"
    what = f"has {len(items)}, from 0 to {len(items) - 1}" if items else "is empty"
    raise IndexError(f"there is no item {index}: the {kind} {what}")

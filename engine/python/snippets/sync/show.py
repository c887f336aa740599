# SPDX-License-Identifier: GPL-3.0-or-later
# when: shows_values
# needs: quote
# needs: message  #? gather_errors
# names: show names
def show(value):
    """A value as the workload writes it: none, true, [1, "a"]."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(quote(item) if isinstance(item, str) else show(item) for item in value)}]"
    if isinstance(value, Task):  #? task_class
        return value.name  #? task_class
    if isinstance(value, BaseException):  #? gather_errors
        return message(value)  #? gather_errors
    return names.get(value, str(value))

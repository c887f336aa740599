# SPDX-License-Identifier: GPL-3.0-or-later
# when: starts_apart !turns
# imports: traceback
# names: start failed
failed = False


def start(task, *arguments):
    """Runs a task; if it fails, the program says so and goes on."""
    global failed
    try:
        return task(*arguments)
    except Exception:
        traceback.print_exc()
        failed = True

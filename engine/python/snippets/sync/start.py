# SPDX-License-Identifier: GPL-3.0-or-later
# when: starts_apart
# imports: traceback
# names: start
def start(task, *arguments):
    """Runs a task; if it fails, the program says so and goes on."""
    try:
        return task(*arguments)
    except Exception:
        traceback.print_exc()

# SPDX-License-Identifier: GPL-3.0-or-later
def in_thread(function, *arguments):
    """Runs function(*arguments) on one of the worker threads."""
    return workers.submit(function, *arguments).result()

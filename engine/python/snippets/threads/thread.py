# SPDX-License-Identifier: GPL-3.0-or-later
# when: thread
# imports: concurrent.futures
# names: workers in_thread
# needs: seeded-call  #? random
workers = concurrent.futures.ThreadPoolExecutor($workers)


def in_thread(function, *arguments):
    """Runs function(*arguments) on one of the worker threads."""
    return workers.submit(seeded_call, random_bits(), function, *arguments).result()  #? random
    return workers.submit(function, *arguments).result()  #? !random

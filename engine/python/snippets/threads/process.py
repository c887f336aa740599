# SPDX-License-Identifier: GPL-3.0-or-later
# when: process
# imports: concurrent.futures multiprocessing threading
# names: one_process in_process
# needs: seeded-call  #? random
one_process = threading.Lock()


def in_process(function, *arguments):
    """Runs function(*arguments) in a child process, one at a time, with a copy of all variables as they are now."""
    with one_process:
        with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
            return pool.submit(seeded_call, random_bits(), function, *arguments).result()  #? random
            return pool.submit(function, *arguments).result()  #? !random

# SPDX-License-Identifier: GPL-3.0-or-later
# when: process !timeout
# imports: concurrent.futures multiprocessing
# names: in_process
def in_process(function, *arguments):
    """Runs function(*arguments) in a child process, with a copy of all variables as they are now."""
    with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        return pool.submit(function, *arguments).result()

# SPDX-License-Identifier: GPL-3.0-or-later
# when: process timeout
# imports: concurrent.futures multiprocessing time
# names: in_process
def in_process(function, *arguments):
    """Runs function(*arguments) in a child process, with a copy of all variables as they are now. A timeout kills it."""
    over = next_timeout()
    with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("fork"), timeouts.clear) as pool:
        result = pool.submit(function, *arguments)
        done, _ = concurrent.futures.wait([result], over and max(over.end - time.monotonic(), 0))
        arrivals.note()  #? comes
        if not done:
            for child in pool._processes.values():
                child.kill()
            expire(over)
        return result.result()

# SPDX-License-Identifier: GPL-3.0-or-later
# when: process
# imports: asyncio concurrent.futures multiprocessing
# names: processes result_of in_process
# needs: seeded-call  #? random
processes = concurrent.futures.ThreadPoolExecutor(1)  # where one at a time is waited for


def result_of(process, function, *arguments):
    with process:
        return process.submit(function, *arguments).result()


async def in_process(function, *arguments):
    """Runs function(*arguments) in a child process, with a copy of all variables as it begins. A cancel kills it."""
    process = concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("fork"))
    try:
        return await asyncio.get_running_loop().run_in_executor(processes, result_of, process, seeded_call, random_bits(), function, *arguments)  #? random
        return await asyncio.get_running_loop().run_in_executor(processes, result_of, process, function, *arguments)  #? !random
    except asyncio.CancelledError:
        children = (process._processes or {}).values()
        process.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.kill()
        raise

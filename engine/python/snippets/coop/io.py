# SPDX-License-Identifier: GPL-3.0-or-later
# when: io_function
# imports: asyncio ctypes os struct time
# names: io
async def io(seconds):
    """Waits until a file descriptor can be read, as for a network: Linux makes this one readable on time.

    It is timerfd_create(2), which Python itself has from 3.13 on. asyncio.sleep() would not do: what has been
    read goes before what has been slept, and sleep(0) does not wait at all.
    """
    libc = ctypes.CDLL(None)
    fd = libc.timerfd_create(time.CLOCK_MONOTONIC, os.O_NONBLOCK | os.O_CLOEXEC)
    ns = max(round(seconds * 10**9), 1)
    libc.timerfd_settime(fd, 0, struct.pack("llll", 0, 0, ns // 10**9, ns % 10**9), None)
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(fd, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(fd)
        os.close(fd)

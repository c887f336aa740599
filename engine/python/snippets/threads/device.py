# SPDX-License-Identifier: GPL-3.0-or-later
# when: devices
# imports: threading time
# names: Device
class Device:
    """Serves so many requests at once; the others wait in line."""

    def __init__(self, requests):
        self.turns = threading.Semaphore(requests)

    def io(self, seconds):
        with self.turns:
            time.sleep(seconds)

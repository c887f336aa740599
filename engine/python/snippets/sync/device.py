# SPDX-License-Identifier: GPL-3.0-or-later
# when: devices
# imports: time
# names: Device
class Device:
    """There is nobody else whose request could stand in line."""

    def __init__(self, requests):
        pass

    def io(self, seconds):
        time.sleep(seconds)

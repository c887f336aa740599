# SPDX-License-Identifier: GPL-3.0-or-later
# when: devices
# imports: time  #? !timeout
# names: Device
class Device:
    """There is nobody else whose request could stand in line."""

    def __init__(self, requests):
        pass

    def io(self, seconds):
        sleep(seconds)  #? timeout
        time.sleep(seconds)  #? !timeout

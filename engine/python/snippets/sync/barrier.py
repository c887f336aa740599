# SPDX-License-Identifier: GPL-3.0-or-later
# when: barriers
# needs: stuck
# names: Barrier
class Barrier:
    """There is nobody else who could come to it."""

    def __init__(self, parties):
        self.parties = parties

    def wait(self):
        if self.parties > 1:
            stuck("a barrier")

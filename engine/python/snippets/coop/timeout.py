# SPDX-License-Identifier: GPL-3.0-or-later
# when: timeout tells_errors
# imports: asyncio
# names: timeout
class timeout(asyncio.Timeout):
    """asyncio.timeout(), whose error says after what time."""

    def __init__(self, duration):
        super().__init__(asyncio.get_running_loop().time() + duration / S)
        self.duration = duration

    async def __aexit__(self, *error):
        try:
            return await super().__aexit__(*error)
        except TimeoutError:
            raise TimeoutError(f"timed out after {self.duration}") from None

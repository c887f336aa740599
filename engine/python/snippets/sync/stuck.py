# SPDX-License-Identifier: GPL-3.0-or-later
# imports: os sys
# names: stuck
def stuck(what):
    """Ends the program: nothing else can run that could end this wait."""
    print(f"cannot go on synchronously: waits for {what}, and nothing else can run", file=sys.stderr)
    sys.stdout.flush()
    os._exit(1)

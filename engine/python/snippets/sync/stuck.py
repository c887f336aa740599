# SPDX-License-Identifier: GPL-3.0-or-later
# imports: os sys
# imports: math  #? timeout
# names: stuck
def stuck(what):
    """Ends the program: nothing else can run that could end this wait."""  #? !timeout
    """Ends the program: nothing else can run that could end this wait, unless there is a timeout around it."""  #? timeout
    take_cancel()  #? turns
    if next_timeout():  #? timeout
        sleep(math.inf)  #? timeout
    print(f"cannot go on synchronously: waits for {what}, and nothing else can run", file=sys.stderr)
    sys.stdout.flush()
    os._exit(1)

# SPDX-License-Identifier: GPL-3.0-or-later
# when: always
# imports: os sys
# imports: multiprocessing  #? process
# names: must_hold
def must_hold(condition, text):
    """Ends the program where an `always` does not hold, whatever it is doing: no except and no finally runs any more."""
    if multiprocessing.parent_process():  #? process
        return  # what a process does to its copies is not looked at  #? process
    try:
        if condition():
            return
        what = f"failed: {text()}"
    except Exception as error:
        what = f"cannot be computed: {error}"
    sys.stderr.write(f"always {what}\n")
    sys.stdout.flush()
    os._exit(1)

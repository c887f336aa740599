# SPDX-License-Identifier: GPL-3.0-or-later
# when: exit_status
# needs: task
# imports: sys traceback
# names: exit_status
def exit_status():
    """Waits until every task has ended. It is 1 if one failed and nobody awaited it, as in the workload."""
    for task in Task.made:  # which may grow meanwhile
        task.join()
    failed = [task for task in Task.made if task.error and not task.awaited]
    for task in failed:
        traceback.print_exception(task.error)
    return 1 if failed else 0

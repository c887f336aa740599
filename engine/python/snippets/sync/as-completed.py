# SPDX-License-Identifier: GPL-3.0-or-later
# when: as_completed
# needs: stuck  #? turns
# names: as_completed
def as_completed(*tasks):
    """All have ended."""  #? !turns
    return dict.fromkeys(tasks)  #? !turns
    """Those that have ended; the others never do."""  #? turns
    tasks = dict.fromkeys(tasks)  #? turns
    yield from (task for task in tasks if task.done())  #? turns
    for task in tasks:  #? turns
        if not task.done():  #? turns
            stuck(f"task {task.name}")  #? turns

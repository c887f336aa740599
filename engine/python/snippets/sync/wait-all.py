# SPDX-License-Identifier: GPL-3.0-or-later
# when: wait_all
# needs: stuck  #? turns
# names: wait_all
def wait_all(*tasks):
    """All have ended."""  #? !turns
    """None of them is to come."""  #? turns
    for task in tasks:  #? turns
        if not task.done():  #? turns
            stuck(f"task {task.name}")  #? turns

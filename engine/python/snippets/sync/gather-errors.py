# SPDX-License-Identifier: GPL-3.0-or-later
# when: gather_errors
# names: gather_errors
def gather_errors(*tasks):
    """What the tasks return or raise, once all have ended."""
    results = []
    for task in tasks:
        try:
            results.append(task.result())
        except Exception as error:
            results.append(error)
        except Cancelled as error:  #? turns
            if not task.done():  #? turns
                raise  #? turns
            results.append(error)  #? turns
    return results

# SPDX-License-Identifier: GPL-3.0-or-later
"""compile.py PROGRAM WORKLOAD: compiles a program that is in memory already; prints the ns of one byte of the workload."""
import os
import sys
import time

with open(sys.argv[1], encoding="utf-8") as file:
    program = file.read()
start = time.process_time_ns()
compile(program, sys.argv[1], "exec")
print((time.process_time_ns() - start) / os.path.getsize(sys.argv[2]), f"with a program of {len(program.encode())} bytes")

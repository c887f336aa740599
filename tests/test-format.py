# SPDX-License-Identifier: GPL-3.0-or-later
"""The C sources are laid out as .clang-format has it. Argument: the folder of the sources."""
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "app"))
import tap


VERSION = 14 # Debian 12's: another one lays some lines out otherwise


def test_the_sources_are_laid_out():
    if not shutil.which("clang-format"):
        raise tap.Skip("clang-format is not installed")
    version = subprocess.run(["clang-format", "--version"], capture_output=True, text=True, check=True).stdout
    if f"version {VERSION}." not in version:
        raise tap.Skip(f"the sources are laid out by clang-format {VERSION}, here is: {version.strip()}")
    check = subprocess.run([os.path.join(sys.argv[1], "dev"), "format", "--check"], capture_output=True, text=True, check=False)
    tap.equal(check.returncode, 0, f"status of ./dev format --check, which said:\n{check.stderr[:4000]}")


tap.run(globals())

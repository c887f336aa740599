#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that are installed beside the program: each is valid, and they agree with each other.

usage: test-data.py SOURCE-FOLDER
"""
import configparser
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

import tap

source = os.path.abspath(sys.argv[1])
data = os.path.join(source, "app", "data")
ID = "io.github.interlane.Interlane"


def path(name):
    return os.path.join(data, name)


def read(name):
    with open(path(name), encoding="utf-8") as file:
        return file.read()


def silent(*command):
    """Runs COMMAND, which must succeed without a word of complaint."""
    if not shutil.which(command[0]):
        raise tap.Skip(f"{command[0]} is not installed")
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    tap.equal((done.returncode, done.stderr.strip()), (0, ""), " ".join(command) + done.stdout)
    return done.stdout


def test_desktop_file_is_valid():
    tap.equal(silent("desktop-file-validate", path(f"{ID}.desktop")), "")


def test_metainfo_is_valid():
    silent("appstreamcli", "validate", "--no-net", path(f"{ID}.metainfo.xml"))


def test_xml_is_well_formed():
    files = glob.glob(path("*.xml")) + glob.glob(path("*.svg"))
    tap.equal(len(files), 4, "files")
    silent("xmllint", "--nonet", "--noout", *files)


def test_manual_page_is_set_without_a_warning():
    text = silent("groff", "-ww", "-mandoc", "-Tutf8", path("interlane.1"))
    tap.check("show how a program" in text, "the page is empty")


def test_mime_type_is_the_same_everywhere():
    mime = ElementTree.parse(path(f"{ID}.xml")).getroot()[0].get("type")
    entry = configparser.ConfigParser(interpolation=None)
    entry.read_string(read(f"{ID}.desktop"))
    tap.equal(entry["Desktop Entry"]["MimeType"], f"{mime};", "desktop file")
    metainfo = ElementTree.parse(path(f"{ID}.metainfo.xml"))
    tap.equal(metainfo.findtext("provides/mediatype"), mime, "metainfo")
    tap.equal(metainfo.findtext("launchable"), f"{ID}.desktop", "metainfo")


def test_mime_type_of_a_workload():
    if not shutil.which("update-mime-database"):
        raise tap.Skip("update-mime-database is not installed")
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, "mime", "packages"))
        shutil.copy(path(f"{ID}.xml"), os.path.join(folder, "mime", "packages"))
        subprocess.run(["update-mime-database", os.path.join(folder, "mime")], check=True, capture_output=True)
        with open(os.path.join(folder, "mime", "globs2"), encoding="utf-8") as globs:
            tap.check("50:application/x-interlane-workload:*.workload\n" in globs.read(), "*.workload is not known")


def test_version_is_the_same_everywhere():
    with open(os.path.join(source, "meson.build"), encoding="utf-8") as build:
        version = re.search(r"version: '([^']+)'", build.read())[1]
    tap.equal(ElementTree.parse(path(f"{ID}.metainfo.xml")).find("releases")[0].get("version"), version)


def test_licence_is_the_whole_gpl():
    with open(os.path.join(source, "LICENSE"), encoding="utf-8") as file:
        text = file.read()
    tap.check("Version 3, 29 June 2007" in text and "END OF TERMS AND CONDITIONS" in text, "not the GPL")


def test_examples_are_installed():
    examples = {os.path.basename(name) for name in glob.glob(os.path.join(source, "app", "examples", "*.workload"))}
    tap.equal(set(re.findall(r"\.\./examples/([a-z-]+\.workload)", read("meson.build"))), examples)


def test_completions_and_manual_know_every_option():
    manual = re.findall(r"Fl -?([a-z][a-z-]*[a-z]|[a-z])", read("interlane.1"))
    options = set(manual) - {"help", "version"}
    for name, form in (("interlane.bash", "-{}"), ("interlane.zsh", "-{}["), ("interlane.fish", " {} ")):
        text = read(name)
        missing = [option for option in sorted(options) if form.format(option) not in text]
        tap.equal(missing, [], f"options that {name} does not know")


if __name__ == "__main__":
    tap.run(globals())

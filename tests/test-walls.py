# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may know whom: every file's includes, and every object file's symbols, against the table in CONTRIBUTING.md. And how
large files and structs may be.

Arguments: the folder of the sources, the folder of the build.
"""
import collections
import functools
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "app"))
import tap

SOURCE, BUILD = (os.path.abspath(path) for path in sys.argv[1:3])
FLOORS = ("traces", "engine", "ui", "app")

# A circle of files inside one folder may have so many, where one idea recurs into itself.
MOST_IN_A_CIRCLE = 10

MOST_LINES = 600  # of a file

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)
TOOLKIT = re.compile(r"^(gtk|gdk|gsk|adwaita|gtksourceview)")
GLIB = re.compile(r"^(glib|gio|gobject|gmodule)")


def read_table(root):
    """{folder: (folders it may know, notes in brackets)}, as CONTRIBUTING.md has it."""
    with open(os.path.join(root, "CONTRIBUTING.md"), encoding="utf-8") as file:
        block = re.search(r"^```walls\n(.*?)^```", file.read(), re.MULTILINE | re.DOTALL).group(1)
    table = {}
    for line in filter(None, block.splitlines()):
        folder, known = line.split("->")
        notes = set(re.findall(r"\[([\w ]+)\]", known))
        table[folder.strip()] = (set(re.sub(r"\[[\w ]+\]", "", known).split()), notes)
    return table


def sources(root):
    for floor in FLOORS:
        for folder, _, names in sorted(os.walk(os.path.join(root, floor))):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    yield os.path.relpath(os.path.join(folder, name), root)


def crossings(root):
    """What includes something that the table does not allow, a line each."""
    table = read_table(root)
    found = []
    for path in sources(root):
        folder = os.path.dirname(path)
        if folder not in table:
            found.append(f"{path}: the table in CONTRIBUTING.md has no line for {folder}")
            continue
        known, notes = table[folder]
        with open(os.path.join(root, path), encoding="utf-8") as file:
            for own, system in INCLUDE.findall(file.read()):
                other = os.path.dirname(own)
                if own and other != folder and other not in known:
                    found.append(f"{path} includes {own}: {folder} may not know {other or own}")
                if system and TOOLKIT.match(system) and "GTK" not in notes:
                    found.append(f"{path} includes {system}: {folder} does without GTK")
                if system and GLIB.match(system) and "plain C" in notes:
                    found.append(f"{path} includes {system}: {folder} does without GLib")
    return found


def source_of(object_file):
    """build/engine/models/libmodels.a.p/run_run.c.o was engine/models/run/run.c; None: no source of ours."""
    folder, name = os.path.split(os.path.relpath(object_file, BUILD))
    path = os.path.join(os.path.dirname(folder), name[:-2].replace("_", "/"))
    return path if os.path.exists(os.path.join(SOURCE, path)) else None


@functools.cache
def links():
    """{file: {file that has what it takes: a name}}, of the object files as they were built."""
    objects = {}
    for floor in FLOORS:
        for folder, _, names in os.walk(os.path.join(BUILD, floor)):
            for name in names:
                path = os.path.join(folder, name)
                source = source_of(path) if name.endswith(".c.o") and folder.endswith(".p") else None
                if source:
                    objects[path] = source
    defined, taken = collections.defaultdict(set), collections.defaultdict(set)
    for line in subprocess.run(["nm", "-gA", *objects], capture_output=True, text=True, check=True).stdout.splitlines():
        path, rest = line.split(":", 1)
        kind, name = rest.split()[-2:]
        (taken if kind in "Uvw" else defined)[objects[path]].add(name)
    owner = {name: source for source, names in defined.items() for name in names}
    return {source: {owner[name]: name for name in sorted(taken[source]) if owner.get(name, source) != source}
            for source in objects.values()}


def circles(graph):
    """Tarjan's strongly connected components of more than one node."""
    number, low, stack, found = {}, {}, [], []

    def visit(node):
        number[node] = low[node] = len(number)
        stack.append(node)
        for other in sorted(graph.get(node, ())):
            if other not in number:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], number[other])
        if low[node] == number[node]:
            members = stack[stack.index(node):]
            del stack[stack.index(node):]
            if len(members) > 1:
                found.append(sorted(members))

    sys.setrecursionlimit(10000)
    for node in sorted(graph):
        if node not in number:
            visit(node)
    return found


def test_includes():
    tap.equal(crossings(SOURCE), [], "includes across a wall")


def test_the_table_has_no_circle():
    table = read_table(SOURCE)
    tap.equal(circles({folder: known for folder, (known, _) in table.items()}), [], "circles of folders")
    folders = {os.path.dirname(path) for path in sources(SOURCE)}
    tap.equal(sorted(set(table) - folders), [], "lines of the table without a folder")


def test_symbols():
    table = read_table(SOURCE)
    graph = links()
    tap.check(len(graph) > 100, f"only {len(graph)} object files were found in {BUILD}")
    found = [f"{path} takes {name} from {other}"
             for path, others in sorted(graph.items()) for other, name in others.items()
             if os.path.dirname(other) not in table[os.path.dirname(path)][0] | {os.path.dirname(path)}]
    tap.equal(found, [], "symbols across a wall")


def test_circles_of_files():
    graph = collections.defaultdict(set)
    for path, others in links().items():
        graph[path] = {other for other in others if os.path.dirname(other) == os.path.dirname(path)}
    large = [circle for circle in circles(graph) if len(circle) > MOST_IN_A_CIRCLE]
    tap.equal(large, [], f"circles of more than {MOST_IN_A_CIRCLE} files")


def test_lengths():
    """Of what people write: the exports that tests compare with are not."""
    long = []
    for folder, folders, names in os.walk(SOURCE):
        folders[:] = [name for name in folders if not name.startswith((".", "build")) and name != "exports"]
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith((".c", ".h", ".py", ".S")):
                with open(path, encoding="utf-8") as file:
                    lines = sum(1 for _ in file)
                if lines > MOST_LINES:
                    long.append(f"{os.path.relpath(path, SOURCE)}: {lines} lines")
    tap.equal(sorted(long), [], f"files of more than {MOST_LINES} lines")


STRUCT = re.compile(r"struct(?:\s+(\w+))?\s*\{([^{}]*)\}\s*(\w*)\s*;")


def structs(text):
    """(name, fields) of each struct in a C source; a struct without a name inside another is part of it."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*|^\s*#[^\n]*", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"\{[^{}]*\}(?=\s*\w*\s*;)", lambda enum: enum.group(0) if ";" in enum.group(0) else "", text)
    while True:
        inner = re.sub(r"(?<=[;{])(\s*)(?:struct|union)\s*\{([^{}]*)\}[^;{}]*;", r"\1\2", text)
        if inner == text:
            break
        text = inner
    for tag, body, alias in STRUCT.findall(text):
        yield {tag.lstrip("_"), alias} - {""}, [field.strip() for field in body.split(";") if field.strip()]


def test_structs_are_small():
    """Of app/ and ui/: 30 fields at most, with those of the structs inside counted."""
    found = {}
    for path in sources(SOURCE):
        with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
            for names, fields in structs(file.read()):
                for name in names:
                    found[path if path.endswith(".c") else "", name] = fields, path

    def size(fields, path):
        total = 0
        for field in fields:
            kind = field.split()[0 if not field.startswith(("const ", "struct ")) else 1]
            declared = re.sub(r"\([^()]*\)", "", field)
            inner = found.get((path, kind)) or found.get(("", kind))
            for declarator in declared.split(","):
                total += size(inner[0], path) if inner and "*" not in declarator and "(" not in declarator else 1
        return total

    sizes = {name: (size(fields, path), path) for (_, name), (fields, path) in found.items()
             if path.startswith(("app/", "ui/"))}
    tap.check(len(sizes) > 50, f"only {len(sizes)} structs were found")
    tap.equal({name: size for name, size in sizes.items() if size[0] > 30}, {}, "structs of more than 30 fields")


def test_a_planted_include_is_found():
    """That it can fail."""
    planted = {"traces/record/planted.c": '#include "engine/loop/loop.h"\n', "engine/loop/planted.h": "#include <glib.h>\n",
               "ui/picture/planted.c": "#include <gtk/gtk.h>\n", "engine/nowhere/planted.c": "\n",
               "engine/language/text/planted.c": '#  include "engine/language/tree/ast.h"\n'}
    with tempfile.TemporaryDirectory() as root:
        with open(os.path.join(SOURCE, "CONTRIBUTING.md"), encoding="utf-8") as table:
            text = table.read()
        with open(os.path.join(root, "CONTRIBUTING.md"), "w", encoding="utf-8") as file:
            file.write(text)
        for path, line in planted.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(line)
        tap.equal(sorted(text.split(":")[0].split(" ")[0] for text in crossings(root)), sorted(planted), "what was found")


tap.run(globals())

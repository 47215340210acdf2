#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may include whom, and where SQL may stand (ARCHITECTURE.md has the reasons)."""
import re

import lint

CORE = ['base', 'store', 'ingest', 'learn', 'simulate', 'service']

# Folder of src -> the folders whose headers it may include, besides its own.
MAY_INCLUDE = {
    'core/base': [],
    'core/store': ['core/base'],
    'core/ingest': ['core/base', 'core/store'],
    'core/learn': ['core/base'],
    'core/simulate': ['core/base'],
    'core/service': ['core/' + layer for layer in CORE],
    'plot': ['core/base'],
    'cli': ['core/' + layer for layer in CORE] + ['plot'],
    'app': ['core/' + layer for layer in CORE] + ['plot'],
}

# Headers from outside -> the only folders that may include them.
ONLY_IN = {
    r'(gtk|gdk|gsk|adwaita|graphene)\b.*': ['app'],
    r'(cairo|pango)\b.*': ['plot', 'app'],
    r'plplot/.*': ['plot'],
    r'sqlite3\.h': ['core/store'],
    r'(csv|uchardet/uchardet|archive|archive_entry)\.h|libxml/.*': ['core/ingest'],
    r'libsvm/.*|svm\.h': ['core/learn'],
    r'muParserDLL\.h': ['core/learn'],
}

SQL = re.compile(r'\bsqlite3_\w+\s*\(|"\s*(SELECT\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|'
                 r'DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX|VIEW)\s|PRAGMA\s|BEGIN\s+IMMEDIATE)')
INCLUDE = re.compile(r'^\s*#\s*include\s+(?:<([^>]+)>|"([^"]+)")', re.MULTILINE)
LONGEST = 600


def layer_of(name):
    """The folder of MAY_INCLUDE that a file of src belongs to."""
    inside = name.removeprefix('src/')
    return next((layer for layer in MAY_INCLUDE if inside.startswith(layer + '/')), None)


def check_file(path, owners):
    name = lint.name(path)
    layer = layer_of(name)
    content = lint.text(path)
    if layer is None:
        yield f'{name}: is in no layer that tests/lint/layers.py knows'
        return

    for match in INCLUDE.finditer(content):
        line = content.count('\n', 0, match.start(1 if match[1] else 2)) + 1
        outside, ours = match.groups()
        if outside:
            for pattern, layers in ONLY_IN.items():
                if re.fullmatch(pattern, outside) and layer not in layers:
                    yield f'{name}:{line}: <{outside}> belongs in {" or ".join(layers)}'
        else:
            owner = owners.get(ours.rsplit('/', 1)[-1])
            if owner not in (None, layer) and owner not in MAY_INCLUDE[layer]:
                yield f'{name}:{line}: {layer} must not know {owner} ({ours})'

    if layer != 'core/store':
        for number, row in enumerate(content.splitlines(), 1):
            if SQL.search(row):
                yield f'{name}:{number}: SQL outside src/core/store: {row.strip()}'

    lines = content.count('\n')
    if lines > LONGEST:
        print(f'note: {name} has {lines} lines: is it still one job?')


def main():
    sources = lint.files('src/*.[ch]')
    owners = {path.name: layer_of(lint.name(path)) for path in sources if path.suffix == '.h'}
    lint.end([finding for path in sources for finding in check_file(path, owners)])


main()

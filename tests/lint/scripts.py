#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every script can at least be read by what runs it."""
import os
import subprocess

import lint


def check(path):
    name = lint.name(path)
    with path.open('rb') as file:
        first = file.readline()
    if path.suffix == '.py' or (first.startswith(b'#!') and b'python' in first):
        if first.startswith(b'#!') and first.strip() != b'#!/usr/bin/python3':
            yield f'{name}: starts with {first.decode().strip()}; Debian\'s Python with GObject is /usr/bin/python3'
        try:
            compile(lint.text(path), name, 'exec')
        except SyntaxError as error:
            yield f'{name}:{error.lineno}: {error.msg}'
    elif first.startswith(b'#!') and b'bash' in first or name.endswith('.bash'):
        done = subprocess.run(['bash', '-n', str(path)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            yield done.stderr.strip()
    else:
        return
    if first.startswith(b'#!') and not path.suffix and not os.access(path, os.X_OK):
        yield f'{name}: is a program that cannot be executed'


def main():
    lint.end([finding for path in lint.files() for finding in check(path)])


main()

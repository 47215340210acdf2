#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree as a whole: what stands at the top, licences, and nothing of one machine."""
import re

import lint

TOP = {'meson.build', 'meson_options.txt', 'README.md', 'ARCHITECTURE.md', 'LICENSE', 'src', 'data', 'ui', 'po',
       'icons', 'flatpak', 'tests', 'build-aux', '.ci'}
# Bytes to test with, whatever they say.
SAMPLES = ('tests/data/', 'tests/fuzz/corpus/')
LICENSED = {'.c', '.h', '.py', '.svg', '.yml', '.css'}
# Texts that only name a place of one machine, or a host that packages come from.
MACHINE = re.compile(r'(?<![\w.-])/(work|farm|root)/|(?<![\w.-])/home/\w|://(deb|security|registry)\.|/tmp/bash_jobs')
UNFINISHED = re.compile(r'\b(TO' r'DO|FIX' r'ME|XX' r'X|HA' r'CK)\b')


def check(path):
    name = lint.name(path)
    if path.suffix == '.png' or path.suffix == '.po':
        return
    try:
        content = lint.text(path)
    except UnicodeDecodeError:
        if not name.startswith(SAMPLES):
            yield f'{name}: is not UTF-8'
        return

    if path.suffix in LICENSED or content.startswith('#!'):
        if 'SPDX-License-Identifier: GPL-3.0-or-later' not in '\n'.join(content.splitlines()[:3]):
            yield f'{name}:1: the first lines do not name the licence'
    if name == 'tests/lint/tree.py' or name.startswith(SAMPLES):
        return
    for number, line in enumerate(content.splitlines(), 1):
        if MACHINE.search(line):
            yield f'{name}:{number}: a path or host of one machine: {line.strip()}'
        if UNFINISHED.search(line) and path.suffix in {'.c', '.h', '.ui', '.py', '.build'}:
            yield f'{name}:{number}: unfinished: {line.strip()}'


def main():
    findings = [finding for path in lint.files() for finding in check(path)]
    tops = {lint.name(path).split('/')[0] for path in lint.files()}
    findings += [f'{top}: is not one of the top folders' for top in sorted(tops - TOP) if not top.startswith('.')]
    findings += [f'{top}: is missing' for top in sorted(TOP - tops)]
    lint.end(findings)


main()

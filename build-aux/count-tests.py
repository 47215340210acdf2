#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up meson's test logs of a folder and ends with "N passed, N failed, N skipped".

A TAP test counts its points, any other test counts as one. A test that died without
saying which point failed counts as one failure more.
"""
import argparse
import json
import pathlib
import re
import sys

POINT = re.compile(r'^(?P<not>not )?ok\b(?P<rest>.*)$', re.MULTILINE)
GOOD = {'OK', 'EXPECTEDFAIL'}


def count(test):
    """The (passed, failed, skipped) points of one entry of meson's log."""
    passed = failed = skipped = 0
    for point in POINT.finditer(test.get('stdout') or ''):
        if re.search(r'#\s*(skip|todo)', point['rest'], re.IGNORECASE):
            skipped += 1
        elif point['not']:
            failed += 1
        else:
            passed += 1

    if test['result'] not in GOOD | {'SKIP'} and failed == 0:
        failed = 1
    if passed + failed + skipped == 0:
        return (0, 0, 1) if test['result'] == 'SKIP' else (1, 0, 0)
    return passed, failed, skipped


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--also-failed', type=int, default=0)
    parser.add_argument('folder', type=pathlib.Path)
    arguments = parser.parse_args()

    totals = [0, arguments.also_failed, 0]
    for log in sorted(arguments.folder.glob('*.json')):
        for line in log.read_text(encoding='utf-8').splitlines():
            test = json.loads(line)
            points = count(test)
            if points[1] > 0:
                print(f"failed: {test['name']} ({test['result'].lower()})")
            totals = [a + b for a, b in zip(totals, points)]

    print('{} passed, {} failed, {} skipped'.format(*totals))
    return 1 if totals[1] > 0 or totals[0] == 0 else 0


sys.exit(main())

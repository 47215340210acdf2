#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shortcuts window tells of every accelerator, and of none that is not there."""
import re
import xml.etree.ElementTree as ElementTree

import lint

ROW = re.compile(r'\{\s*"(?P<action>[\w.:()\'-]+)"\s*,\s*\{(?P<accels>[^}]*)\}')


def in_table(source):
    """action -> accelerators, from the table in the application."""
    table = re.search(r'accelerators\[\]\s*=\s*\{(.*?)\n\};', source, re.DOTALL)
    if table is None:
        return None
    return {row['action']: re.findall(r'"([^"]+)"', row['accels']) for row in ROW.finditer(table[1])}


def in_window(path):
    """(actions, accelerators) that the shortcuts window shows."""
    actions, accels = set(), set()
    for shortcut in ElementTree.parse(path).iter('object'):
        if shortcut.get('class') != 'GtkShortcutsShortcut':
            continue
        for prop in shortcut.findall('property'):
            if prop.get('name') == 'action-name':
                actions.add(prop.text)
            elif prop.get('name') == 'accelerator':
                accels.update((prop.text or '').split())
    return actions, accels


def main():
    source = lint.root() / 'src' / 'app' / 'rdg-application-actions.c'
    window = lint.root() / 'ui' / 'help-overlay.ui'
    if not source.exists() and not window.exists():
        lint.end([])

    table = in_table(lint.text(source))
    if not table:
        lint.end([f'{lint.name(source)}: has no table "accelerators[]"'])
    actions, accels = in_window(window)

    findings = []
    for action, keys in table.items():
        # A window may name the action, or spell the keys out (for an action with a target).
        if action not in actions and not set(keys) & accels:
            findings.append(f'{lint.name(window)}: does not tell of {action} ({" ".join(keys)})')
    for action in sorted(actions - set(table)):
        findings.append(f'{lint.name(window)}: {action} has no accelerator in the table')
    lint.end(findings)


main()

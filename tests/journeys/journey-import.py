#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An engineer imports a file with the assistant: gives a column another role, saves the mapping, and
finds it again for the next files with the same header."""
import os
import pathlib
import subprocess
import time

import ui
from gi.repository import Gio, GLib

NAME = 'io.github.rodagem.Rodagem'
PATH = '/io/github/rodagem/Rodagem'
ROWS = 300


def write_table(path, first):
    lines = ['Car code;Type;Torque [Nm];Speed [rpm];Failed']
    for i in range(ROWS):
        torque = 'n/a' if i == 6 else str(10 + i % 23)
        tail = ';x' if i == 12 else ''
        lines.append(f'2026-{first + i:07};{"LMH"[i % 3]};{torque};{1200 + i % 311};{int(i % 9 == 0)}{tail}')
    path.write_text('\n'.join(lines) + '\n', encoding='utf-8')


def drop(*paths):
    """Files that come from outside, as those that are dropped on the window."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    files = GLib.Variant('as', [str(path) for path in paths])
    bus.call_sync(NAME, PATH + '/window/1', 'org.gtk.Actions', 'Activate',
                  GLib.Variant('(sava{sv})', ('import-files', [files], {})), None,
                  Gio.DBusCallFlags.NONE, 5000, None)


def keys(*names):
    subprocess.run(['xdotool', 'key', '--delay', '80', *names], check=True)


def choose_first(program, name):
    """Takes the first line of a drop-down."""
    box = program.find(name, long_ones=True)
    ui.act(next(node for node in descend(box) if node.get_n_actions() > 0))
    time.sleep(0.5)
    keys('Home', 'Return')


def descend(node):
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        yield child
        yield from descend(child)
    yield node


def main():
    with ui.folder() as folder:
        one, two, three = (pathlib.Path(folder, name) for name in ('one.csv', 'two.csv', 'three.csv'))
        write_table(one, 1)
        write_table(two, 1001)
        write_table(three, 2001)

        with ui.Program(os.environ['RODAGEM'], '--database', str(pathlib.Path(folder, 'line.rodagem')),
                        '--page', 'data') as program:
            program.says('No Data Yet')
            drop(one)
            program.says('As recognised.', long_ones=True)
            program.press('First Rows')
            program.says('Of the first 50 rows, 1 would be rejected; 1 cells')
            program.press('Columns')

            choose_first(program, 'What Speed [rpm] means')
            program.says('As recognised, changed by you.')
            program.press('Mapping')
            program.press('Save Mapping…')
            program.type('Name', 'Line 1')
            program.press('Save')
            program.says('As the mapping “Line 1” says')
            program.press('Import these files')
            program.says('Rows taken', long_ones=True)
            program.says('299', long_ones=True)
            program.press('Close')
            program.says('one.csv', long_ones=True)

            # The next one with the same header, and a third beside it.
            drop(two, three)
            program.says('two.csv', long_ones=True)
            program.says('as the mapping “Line 1” says', long_ones=True)
            program.press('Import these files')
            program.says('Rows taken', long_ones=True)
            program.press('Close')
            program.says('three.csv', long_ones=True)


main()

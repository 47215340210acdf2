#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks every page: whatever can be pressed, typed into or chosen has a name to be told by."""
import os
import pathlib
import subprocess

import ui

CONTROLS = {'push button', 'button', 'toggle button', 'check box', 'radio button', 'combo box', 'spin button',
            'switch', 'entry', 'text', 'search', 'slider', 'link'}


def nameless(program):
    found = []
    for node in program.walk():
        try:
            if node.get_role_name() in CONTROLS and ui.is_showing(node) and not (node.get_name() or '').strip():
                parent = node.get_parent()
                # A field's text belongs to the field, which has the name.
                if node.get_role_name() == 'text' and parent is not None and (parent.get_name() or '').strip():
                    continue
                found.append(f'{node.get_role_name()} in {parent.get_role_name()} “{parent.get_name()}”')
        except ui.GLib.Error:
            continue
    return found


def check(program, what, said):
    program.says(said, seconds=60, long_ones=True)
    found = nameless(program)
    assert not found, f'nameless on {what}: ' + '; '.join(found)


def main():
    with ui.folder() as folder:
        database = pathlib.Path(folder, 'line.rodagem')
        cli = [os.environ['RODAGEM_CLI'], '--database', str(database)]
        for words in (['simulate', '--cars', '1500', '--days', '8', '--seed', '7', '--files', 'predict', '--out', folder],
                      ['import', str(pathlib.Path(folder, 'PREDICT.csv'))], ['train', '--trees', '30'],
                      ['promote', '1', '--note', 'first'], ['train', '--trees', '20'], ['score']):
            subprocess.run([*cli, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        with ui.Program(os.environ['RODAGEM'], '--database', str(database)) as program:
            check(program, 'Cars', 'Of past cars like this, ')
            program.type('Search a car’s code', 'no such car')
            check(program, 'Cars without a match', 'No Car Matches')
            program.press('Models')
            check(program, 'Models', 'failures caught')
            program.press('Train a new model')
            check(program, 'the dialog to train', 'Is judged at')
            program.press('Cancel')
            program.press('Data')
            check(program, 'Data', 'PREDICT.csv')

        letter = pathlib.Path(folder, 'letter.rodagem')
        letter.write_text('Dear Sirs, this is no database, however long it is looked at.\n', encoding='utf-8')
        for name, said in ((letter, 'This Is Not a Database'),
                           (pathlib.Path(folder, 'empty.rodagem'), 'Which Cars to the Long Test?')):
            with ui.Program(os.environ['RODAGEM'], '--database', str(name)) as program:
                check(program, name.name, said)


main()

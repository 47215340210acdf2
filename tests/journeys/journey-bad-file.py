#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports a file that is no table, and reads what is wrong with it and where."""
import os
import pathlib

import ui


def main():
    with ui.folder() as folder:
        database = pathlib.Path(folder, 'line.rodagem')
        header_only = pathlib.Path(folder, 'header-only.csv')
        header_only.write_text('car;time;torque;failed\n', encoding='utf-8')

        with ui.Program(os.environ['RODAGEM'], '--database', str(database), str(header_only)) as program:
            said = program.says('header-only.csv')
            said = program.says('no rows below it')
            assert 'line 1' in said, f'does not say where: {said}'
            program.press('Close')
            # Nothing came in: the window still offers the first steps.
            program.says('Which Cars to the Long Test?')


main()

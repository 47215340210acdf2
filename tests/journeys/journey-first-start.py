#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A newcomer opens the window, looks at a simulated line, and sees cars ranked by risk."""
import os
import pathlib

import ui


def main():
    with ui.folder() as folder:
        database = pathlib.Path(folder, 'mine.rodagem')
        with ui.Program(os.environ['RODAGEM'], '--database', str(database)) as program:
            program.says('Which Cars to the Long Test?')
            program.press('Look at a simulated line')
            # It is simulated, imported, learned and scored before it is listed.
            program.find('Cars by risk', seconds=150)
            program.says('cars wait')
            program.says('LONG TEST')
            program.says('Of past cars like this, ')
            # The list itself: a word for every car, not a colour alone.
            program.find('LONG', long_ones=True)

            before = os.stat(database).st_mtime_ns if database.exists() else None
            program.type('Search a car’s code', 'no such car')
            program.says('No Car Matches')
            after = os.stat(database).st_mtime_ns if database.exists() else None
            assert before == after, 'looking at a simulated line touched the user\'s own database'


main()

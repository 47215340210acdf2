#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the program again with a file while it runs: the first one takes it, and the second ends."""
import os
import pathlib
import subprocess

import ui


def start_again(folder, *arguments):
    done = subprocess.run([os.environ['RODAGEM'], *arguments], cwd=folder, timeout=20,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return done.returncode, done.stderr


def main():
    with ui.folder() as folder:
        subprocess.run([os.environ['RODAGEM_CLI'], 'simulate', '--cars', '500', '--days', '4', '--seed', '7', '--files', 'predict',
                        '--out', folder], check=True, stdout=subprocess.DEVNULL)
        database = pathlib.Path(folder, 'line.rodagem')
        with ui.Program(os.environ['RODAGEM'], '--database', str(database)) as program:
            program.says('Which Cars to the Long Test?')

            # A name without a folder belongs to whoever typed it, not to the program that runs.
            code, said = start_again(folder, 'PREDICT.csv')
            assert code == 0, said
            program.says('No Model Is Active', seconds=60)

            # Another database, another page.
            code, said = start_again(folder, '--page', 'data', 'other.rodagem')
            assert code == 0, said
            program.says('No Data Yet')

            # Nothing at all only calls the window; nonsense is told to whoever typed it.
            assert start_again(folder)[0] == 0
            code, said = start_again(folder, '--page', 'nowhere')
            assert code == 2 and 'nowhere' in said, (code, said)
            program.says('No Data Yet')

        rows = subprocess.run([os.environ['RODAGEM_CLI'], '--database', str(database), 'imports'], check=True,
                              capture_output=True, text=True).stdout
        assert 'PREDICT.csv' in rows, rows


main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains, cancels; trains again, promotes; the cars are ranked by the new model."""
import json
import os
import pathlib
import subprocess

import ui


def cli(database, *arguments):
    done = subprocess.run([os.environ['RODAGEM_CLI'], '--database', str(database), '--json', *arguments],
                          check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return json.loads(done.stdout)


def models(database):
    return [(model['model_id'], model['state']) for model in cli(database, 'models')['models']]


def main():
    with ui.folder() as folder:
        database = pathlib.Path(folder, 'line.rodagem')
        cli(database, 'simulate', '--cars', '3000', '--days', '20', '--seed', '7',
            '--files', 'predict', '--out', folder)
        cli(database, 'import', str(pathlib.Path(folder, 'PREDICT.csv')))

        with ui.Program(os.environ['RODAGEM'], '--database', str(database), '--page', 'models') as program:
            # A long training, so that there is time to change one's mind.
            program.press('Train a new model')
            program.set_value('Trees', 5000)
            program.press('Train')
            program.press('Cancel this work')
            program.says('The training was cancelled.', seconds=60)
            assert models(database) == [], 'a cancelled training left a model'

            program.press('Train a new model')
            program.set_value('Trees', 50)
            program.press('Train')
            program.says('It waits as a candidate', seconds=120)
            assert [state for _, state in models(database)] == ['candidate']

            program.press('Promote Model 1', long_ones=True)
            program.type('Note: why this model', 'The first one')
            program.press('Promote')
            program.says('promoted, as the first', seconds=60, long_ones=True)
            assert [state for _, state in models(database)] == ['active']

            program.press('Cars')
            program.find('Cars by risk', seconds=60)
            program.says('Of past cars like this, ')


main()

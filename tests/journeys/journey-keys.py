#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Types codes that begin with a letter, as a bar-code reader does, and results on the keys F and P."""
import os
import pathlib
import random
import subprocess

import ui


def keys(*names):
    subprocess.run(['xdotool', 'key', '--delay', '30', *names], check=True)


def type_text(text):
    subprocess.run(['xdotool', 'type', '--delay', '20', text], check=True)


def write_table(path):
    chance = random.Random(3)
    with open(path, 'w', encoding='utf-8') as table:
        table.write('Product ID;Torque;Machine failure\n')
        for i in range(700):
            torque = chance.gauss(40, 9)
            label = '' if i >= 600 else str(int(torque > 52 or chance.random() < 0.02))
            table.write(f'{"MLH"[i % 3]}{14860 + i};{torque:.1f};{label}\n')


def main():
    with ui.folder() as folder:
        database, table = pathlib.Path(folder, 'line.rodagem'), pathlib.Path(folder, 'milling.csv')
        write_table(table)
        for words in (['import', str(table)], ['train', '--trees', '40'], ['promote', '1', '--note', 'first'],
                      ['score']):
            subprocess.run([os.environ['RODAGEM_CLI'], '--database', str(database), *words], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        with ui.Program(os.environ['RODAGEM'], '--database', str(database)) as program:
            program.find('Cars by risk', seconds=60)
            program.says('Of past cars like this, ')
            type_text('M15460')
            keys('Return')
            program.find('M15460')

            # The list has the keys now, and no code begins with F: it is a result.
            keys('f')
            program.says('M15460 failed the road test')
            type_text('l15464')
            keys('Return')
            program.find('L15464')
            keys('p')
            program.says('L15464 passed the road test')


main()

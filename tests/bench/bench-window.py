#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start to first frame, frames while training and while browsing, on 35,000 simulated cars, or on
the scored ones of a database that is there.

Usage: bench-window.py BUILD-FOLDER [RUNS [DATABASE]]   (a build with -Dbench=true)
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

build = os.path.abspath(sys.argv[1])
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 7
source = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
headless = os.path.join(source, 'tests', 'support', 'headless')
cli = os.path.join(build, 'src', 'cli', 'rodagem-cli')
program = os.path.join(build, 'tests', 'bench', 'bench-window')
environment = {**os.environ, 'GSETTINGS_SCHEMA_DIR': os.path.join(build, 'data'),
               'GSETTINGS_BACKEND': 'memory'}


def run_cli(database, *arguments):
    subprocess.run([cli, '--database', database, *arguments], check=True,
                   stdout=subprocess.DEVNULL)


def run_window(what, database):
    # The clock starts inside the display's wrapper, right before the program does.
    inner = ("import os,sys,time;"
             "os.execv(sys.argv[1],sys.argv[1:]+[str(time.monotonic_ns()//1000)])")
    done = subprocess.run([headless, '/usr/bin/python3', '-c', inner, program, what, database],
                          env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def simulate(database, folder):
    run_cli(database, 'simulate', '--cars', '35000', '--days', '44', '--seed', '7', '--files', 'predict',
            '--out', folder)
    run_cli(database, 'import', os.path.join(folder, 'PREDICT.csv'))
    run_cli(database, 'train', '--note', 'benchmark')
    run_cli(database, 'promote', '1', '--note', 'benchmark')
    run_cli(database, 'score')


with tempfile.TemporaryDirectory() as folder:
    database = sys.argv[3] if len(sys.argv) > 3 else os.path.join(folder, 'line.rodagem')
    if not os.path.exists(database):
        simulate(database, folder)

    starts = [run_window('start', database) for _ in range(runs + 1)][1:]
    for key in ('first_frame_ms', 'cars_ms'):
        values = [start[key] for start in starts]
        print(f'{key}: median {statistics.median(values):.0f}, '
              f'{min(values):.0f} to {max(values):.0f} over {runs} starts')

    for _ in range(3):
        print('browsing:', json.dumps(run_window('browse', database)))
    for _ in range(3):
        print('training:', json.dumps(run_window('train', database)))

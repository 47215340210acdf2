# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the command line share: running it, small tables, and what a database holds."""

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

CLI = os.environ['RODAGEM_CLI']
SOURCE = os.environ['RODAGEM_SOURCE']
SKIPPED = 77


class Result:
    def __init__(self, code, out, err):
        self.code = code
        self.out = out
        self.err = err


def no_constant(name):
    raise ValueError('%s is no JSON' % name)


def parse(text):
    """JSON as the standard has it: Python would take NaN."""
    return json.loads(text, parse_constant=no_constant)


def environment(**more):
    env = {k: v for k, v in os.environ.items() if not k.startswith(('LC_', 'LANG', 'RODAGEM_DATA'))}
    env.update(LC_ALL='C.UTF-8', **more)
    return env


class CliTest(unittest.TestCase):
    """A folder of its own, and a database in it that need not be there yet."""

    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='rodagem-cli-')
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.database = self.path('test.rodagem')

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, content):
        path = self.path(name)
        with open(path, 'wb') as f:
            f.write(content if isinstance(content, bytes) else content.encode())
        return path

    def run_cli(self, *args, database=True, env=None, timeout=300):
        command = [CLI] + (['--database', self.database] if database else []) + [str(a) for a in args]
        done = subprocess.run(command, capture_output=True, timeout=timeout, stdin=subprocess.DEVNULL,
                              cwd=self.folder,
                              env=env if env is not None else environment(XDG_DATA_HOME=self.path('data')))
        return Result(done.returncode, done.stdout.decode('utf-8'), done.stderr.decode('utf-8', 'replace'))

    def ok(self, *args, **kwargs):
        """Runs with --json, wants exit 0, and gives the document."""
        result = self.run_cli('--json', *args, **kwargs)
        self.assertEqual(result.code, 0, result.err)
        self.assertEqual(result.err, '')
        return parse(result.out)

    def fails(self, *args, mentions=(), **kwargs):
        """Wants exit 1, one line on standard error, nothing on standard output, and the database as before."""
        before = dump(self.database)
        result = self.run_cli('--json', *args, **kwargs)
        self.assertEqual(result.code, 1, result.out + result.err)
        self.assertEqual(result.out, '')
        self.assert_one_line(result.err)
        for text in mentions:
            self.assertIn(text, result.err)
        self.assertEqual(dump(self.database), before)
        return result.err

    def usage(self, *args, mentions=()):
        """Wants exit 2 and no database made or changed."""
        before = file_state(self.database)
        result = self.run_cli(*args)
        self.assertEqual(result.code, 2, result.out + result.err)
        self.assertEqual(result.out, '')
        self.assertTrue(result.err.startswith('rodagem-cli: '), result.err)
        for text in mentions:
            self.assertIn(text, result.err)
        self.assertEqual(file_state(self.database), before)

    def assert_one_line(self, text):
        self.assertEqual(text.count('\n'), 1, text)
        self.assertTrue(text.startswith('rodagem-cli: '), text)
        self.assertGreater(len(text.strip()), len('rodagem-cli: ') + 10, text)

    def start(self, *args):
        return subprocess.Popen([CLI, '--json', '--database', self.database] + [str(a) for a in args],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                                env=environment(XDG_DATA_HOME=self.path('data')))

    def import_table(self, **kwargs):
        return self.ok('import', self.write('cars.csv', table(**kwargs)))

    def trained(self, trees=20, **kwargs):
        """A database with a table in it and a candidate trained on it."""
        self.import_table(**kwargs)
        return self.ok('train', '--trees', trees, '--seed', 1)


def file_state(path):
    if not os.path.exists(path):
        return None
    with open(path, 'rb') as f:
        return hashlib.sha256(f.read()).hexdigest()


def tables(path):
    """All that a database says, table by table; a file that is not there says nothing."""
    if not os.path.exists(path):
        return {}
    connection = sqlite3.connect(path)
    connection.text_factory = bytes
    try:
        names = [r[0].decode() for r in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        content = {}
        for name in names:
            rows = connection.execute('SELECT * FROM "%s"' % name).fetchall()
            content[name] = sorted(repr(r) for r in rows)
        return content
    finally:
        connection.close()


def dump(path):
    """The same as one short text. Empty tables are as good as none, and so are the halls, positions and
    zones that the plant is known to have: opening a new file makes them."""
    digest = hashlib.sha256()
    for name, rows in tables(path).items():
        if rows and name not in ('sqlite_sequence', 'hall', 'position', 'zone'):
            digest.update(repr((name, rows)).encode())
    return digest.hexdigest()


def table(rows=600, seed=1, fail_share=0.15, missing=0.0, first=0, label='Failed'):
    """Cars of which those with a low torque fail: a table as a spreadsheet would export it."""
    r = random.Random(seed)
    lines = ['Car,Torque [Nm],Angle [deg],Line,Noise,%s' % label]
    for i in range(first, first + rows):
        torque = r.gauss(59, 2)
        angle = r.gauss(120, 8)
        line = r.choice('ABC')
        risk = min(0.95, fail_share * 3) if torque < 57.8 else fail_share / 3
        failed = r.random() < risk
        cell = '' if r.random() < missing else '%.2f' % torque
        lines.append('C%06d,%s,%.1f,%s,%.4f,%d' % (i, cell, angle, line, r.random(), failed))
    return '\n'.join(lines) + '\n'


def elapsed(func):
    start = time.monotonic()
    func()
    return time.monotonic() - start


def stop(process, number=signal.SIGINT):
    """Sends a signal; gives exit code, output and messages."""
    if process.poll() is None:
        process.send_signal(number)
    out, err = process.communicate(timeout=60)
    return process.returncode, out.decode(), err.decode()


def main():
    program = unittest.main(exit=False, verbosity=2, buffer=False)
    result = program.result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(SKIPPED if result.testsRun > 0 and len(result.skipped) == result.testsRun else 0)

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed at any moment of an import or a training, the database opens as it was before.

Fifty moments, drawn from a seed over the time that the work takes when nobody kills it."""

import os
import random
import shutil
import signal
import time

import support

KILLS = 25


class Kill(support.CliTest):
    def kill(self, seed, done_count, *args):
        """done_count: how many imports or models there are once the work is committed."""
        r = random.Random(seed)
        before = support.dump(self.database)
        if os.path.exists(self.database):
            shutil.copy(self.database, self.path('before.rodagem'))
        duration = support.elapsed(lambda: self.ok(*args))
        after = done_count()
        self.restore()
        killed = 0
        attempts = 0
        while killed < KILLS and attempts < 10 * KILLS:
            attempts += 1
            process = self.start(*args)
            time.sleep(r.uniform(0, duration))
            if process.poll() is None:
                killed += 1
            else:
                # The time was taken while the machine had more to do.
                duration *= 0.9
            support.stop(process, signal.SIGKILL)

            # The program opens it first, and so takes up what a killed writer left beside it.
            count = done_count()
            if count == after:
                self.restore()
                continue
            self.assertEqual(count, after - 1)
            self.assertEqual(support.dump(self.database), before)
        self.assertEqual(killed, KILLS)
        self.assertEqual(self.ok('models').keys(), {'models'})
        self.ok(*args)
        self.assertEqual(done_count(), after)

    def restore(self):
        for suffix in ('', '-wal', '-shm'):
            if os.path.exists(self.database + suffix):
                os.unlink(self.database + suffix)
        if os.path.exists(self.path('before.rodagem')):
            shutil.copy(self.path('before.rodagem'), self.database)

    def test_import(self):
        self.import_table()
        path = self.write('more.csv', support.table(rows=15000, seed=5, first=10000))
        self.kill(11, lambda: len(self.ok('imports')['imports']), 'import', path)
        self.assertEqual(self.ok('imports')['imports'][0]['rows_taken'], 15000)

    def test_first_import(self):
        """Before it there is no file. It goes in without the WAL, and in no order its index is built at
        the end."""
        header, *rows = support.table(rows=15000, seed=6).splitlines()
        random.Random(6).shuffle(rows)
        path = self.write('first.csv', '\n'.join([header, *rows, '']))
        self.kill(13, lambda: len(self.ok('imports')['imports']), 'import', path)
        self.assertEqual(self.ok('imports')['imports'][0]['rows_taken'], 15000)

    def test_train(self):
        self.import_table(rows=1500)
        self.kill(12, lambda: len(self.ok('models')['models']), 'train', '--trees', 60, '--threads', 2)


if __name__ == '__main__':
    support.main()

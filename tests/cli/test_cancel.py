#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C in the middle of work: exit 130, soon, and the database as before."""

import os
import signal
import time

import support


class Cancel(support.CliTest):
    def cancel(self, number, delays, *args):
        """Stops the same work after several times, until it was still running."""
        before = support.dump(self.database)
        for delay in delays:
            process = self.start(*args)
            time.sleep(delay)
            asked = time.monotonic()
            code, out, err = support.stop(process, number)
            if code == 130:
                self.assertLess(time.monotonic() - asked, 10)
                self.assertEqual(out, '')
                self.assert_one_line(err)
                self.assertEqual(support.dump(self.database), before)
                return
            self.assertEqual(code, 0, err)
            if args[0] == 'import':
                self.ok('undo', support.parse(out)['import_id'])
            before = support.dump(self.database)
        self.fail('it was always done before it could be cancelled')

    def test_import(self):
        self.import_table()
        for number in (signal.SIGINT, signal.SIGTERM):
            path = self.write('big.csv', support.table(rows=100000, seed=int(number), first=10000))
            self.cancel(number, (0.12, 0.25, 0.08, 0.05, 0.03), 'import', path)
        self.assertEqual(self.ok('import', path)['rows_taken'], 100000)

    def test_train(self):
        self.import_table(rows=4000)
        for number in (signal.SIGINT, signal.SIGTERM):
            self.cancel(number, (1.5, 0.7, 0.4), 'train', '--trees', 10000, '--threads', 1)
        self.cancel(signal.SIGINT, (1.5, 0.7, 0.4), 'train', '--algorithm', 'svm', '--threads', 1)
        self.cancel(signal.SIGINT, (0.7, 0.4, 0.2), 'train', '--algorithm', 'boosted', '--threads', 1,
                    '--boost-rounds', 10000, '--boost-stop', 0)
        self.ok('train', '--trees', 10)

    def test_simulate(self):
        process = self.start('simulate', '--cars', 1000000, '--days', 1000, '--out', self.path('plant'))
        time.sleep(0.5)
        code, out, err = support.stop(process)
        self.assertEqual((code, out), (130, ''))
        self.assert_one_line(err)
        if os.path.isdir(self.path('plant')):
            self.assertEqual([n for n in os.listdir(self.path('plant')) if n.endswith('.csv')], [])


if __name__ == '__main__':
    support.main()

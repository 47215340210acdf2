#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""RESULTADOS, one row a measured value: what goes in equals the truth, and SQL sees it as rows."""

import gzip
import json
import os
import random
import shutil
import signal
import time

import support

KILLS = 20


class Results(support.CliTest):
    def simulate(self, name='plant', cars=300, seed=5, dirt=2):
        folder = self.path(name)
        self.ok('simulate', '--cars', cars, '--days', 3, '--seed', seed, '--dirt', dirt,
                '--files', 'resultados', '--out', folder, database=False)
        with open(os.path.join(folder, 'truth.json')) as f:
            truth = support.parse(f.read())['files']['RESULTADOS.csv']
        return os.path.join(folder, 'RESULTADOS.csv'), truth

    def sql(self, statement):
        return self.ok('sql', statement)['rows']

    def contents(self):
        return self.sql('SELECT car, operation, channel, unit, result_group, status, time, value '
                        'FROM readings ORDER BY 1, 7, 2, 3, 4, 5, 6, 8')

    def failures(self):
        return self.sql('SELECT c.code, f.at, h.name, s.name, z.code, t.text FROM failure f '
                        'JOIN car c USING (car_id) JOIN hall h USING (hall_id) '
                        'JOIN station s USING (station_id) JOIN zone z USING (zone_id) '
                        'JOIN failure_text t USING (text_id) ORDER BY 1, 2, 3, 6')

    def test_truth(self):
        path, truth = self.simulate()
        report = self.ok('import', path)
        self.assertEqual(report['layout'], 'resultados')
        for key in ('rows_read', 'rows_taken', 'rows_duplicate', 'rows_rejected'):
            self.assertEqual(report[key], truth[key], key)
        self.assertEqual(report['cells_dropped'], truth['cells_dropped'] + truth['cells_mended'])
        self.assertEqual(report['cars_touched'], truth['cars'])
        self.assertEqual(report['from'], truth['from'])
        self.assertEqual(report['to'], truth['to'])

        rejects = self.ok('rejects', report['import_id'])['rejects']
        cells = [r for r in rejects if r['reason'].startswith(('This is no number', 'Some bytes'))]
        rows = [r['line'] for r in rejects if r not in cells]
        self.assertEqual(rows, truth['rejected_lines'])
        self.assertEqual(len(cells), report['cells_dropped'])

        n, values, bad, cars = self.sql(
            'SELECT count(*), count(value), sum(status = 13), count(DISTINCT car) FROM readings')[0]
        self.assertEqual(n, truth['rows_taken'])
        self.assertEqual(values, truth['values'])
        self.assertEqual(bad, truth['out_of_limits'])
        self.assertEqual(cars, truth['cars'])
        groups = self.sql('SELECT result_group, count(*) FROM readings GROUP BY 1')
        self.assertEqual({str(g): n for g, n in groups}, truth['by_group'])

        # One car of many is found by itself.
        car = self.sql('SELECT code FROM car ORDER BY code LIMIT 1 OFFSET 100')[0][0]
        self.assertEqual(self.sql("SELECT * FROM readings('%s')" % car),
                         self.sql("SELECT * FROM readings WHERE car || '' = '%s'" % car))

    def test_again_and_undo(self):
        path, truth = self.simulate(cars=60)
        more, more_truth = self.simulate('more', cars=90, seed=9)
        first = self.ok('import', path)
        before = self.contents()
        self.assertEqual(self.ok('import', path)['already_imported'], first['import_id'])

        # The same rows in another file: all of them are there already.
        with open(path, 'rb') as f:
            content = f.read()
        if content[:2] == b'\x1f\x8b':
            content = gzip.decompress(content)
        copy = self.write('copy.csv', content.replace(b'\n', b'\r\n'))
        report = self.ok('import', copy)
        self.assertEqual(report['rows_taken'], 0)
        self.assertEqual(report['rows_duplicate'], truth['rows_taken'] + truth['rows_duplicate'])
        self.assertEqual(self.contents(), before)

        second = self.ok('import', more)
        self.assertLessEqual(second['rows_taken'], more_truth['rows_taken'])
        self.ok('undo', second['import_id'])
        self.assertEqual(self.contents(), before)
        # The copy has all of it too, and keeps it.
        self.ok('undo', first['import_id'])
        self.assertEqual(self.contents(), before)
        self.ok('undo', report['import_id'])
        self.assertEqual(self.contents(), [])
        self.assertEqual(self.sql('SELECT count(*) FROM car'), [[0]])

    def test_export(self):
        """What is written back and taken in again is the same content."""
        folder = self.path('plant')
        self.ok('simulate', '--cars', 150, '--days', 3, '--out', folder, database=False)
        reports = [self.ok('import', os.path.join(folder, name + '.csv'))
                   for name in ('PREDICT', 'FALHAS', 'STATUS', 'RESULTADOS')]
        table = self.write('odd.csv', 'plate,hall no,"torque, first [Nm]",type,when,result,rest\n'
                                      'a,1,1.5,x;y,2024-02-01 10:00:00,OK,1\n'
                                      'a,2,,"say ""z""",2024-02-02,NOK,2\n'
                                      'b,1,-0.1,x;y,,,3\n'
                                      'c,1,1e300,x;y,,OK,4\n' +
                           ''.join('d,%d,0.3333333333333333,x;y,2024-02-03,OK,5\n' % i for i in range(20)))
        roles = {'plate': 'car', 'hall no': 'car', 'torque, first [Nm]': 'numeric', 'type': 'category',
                 'when': 'time', 'result': 'label', 'rest': 'ignore'}
        mapping = self.write('odd.json', json.dumps({
            'rodagem_mapping': 1, 'layout': 'table', 'date_order': 'day_first',
            'columns': [{'name': n, 'role': r} for n, r in roles.items()]}))
        reports.append(self.ok('import', table, '--map', mapping))
        content = self.contents() + self.failures()
        exported = self.ok('export-data', self.path('out'))['files']
        self.assertEqual([f['layout'] for f in exported],
                         ['predict', 'falhas', 'status', 'resultados', 'table'])
        self.assertEqual([f['rows'] for f in exported], [r['rows_taken'] for r in reports])
        self.assertEqual([f for f in os.listdir(self.path('out')) if f.startswith('.')], [])
        self.fails('export-data', self.path('out'), mentions=('already',))

        self.database = self.path('again.rodagem')
        for file, report in zip(exported, reports):
            options = ['--map', file['mapping']] if file['mapping'] else []
            again = self.ok('import', file['file'], *options)
            for key in ('layout', 'rows_taken', 'cars_new', 'cars_touched', 'from', 'to', 'failed',
                        'passed', 'unlabelled'):
                self.assertEqual(again[key], report[key], (file['file'], key))
            self.assertEqual(again['rows_rejected'] + again['cells_dropped'] + again['rows_duplicate'], 0)
        self.assertEqual(self.contents() + self.failures(), content)

    def test_refused_statements(self):
        self.ok('import', self.simulate(cars=5)[0])
        before = support.dump(self.database)
        for statement in ('DELETE FROM car', "ATTACH 'x.db' AS x", 'PRAGMA journal_mode = DELETE',
                          'BEGIN', 'VACUUM', "VACUUM INTO 'copy.db'", 'CREATE TEMP TABLE a (b)',
                          'SELECT 1; SELECT 2', '', '-- nothing', 'SELECT ?', 'SELEC 1',
                          'SELECT * FROM nothing', "SELECT load_extension('x')",
                          'WITH a AS (SELECT 1) INSERT INTO car SELECT 9, 9 FROM a'):
            result = self.run_cli('--json', 'sql', statement)
            self.assertEqual(result.code, 2, statement)
            self.assertEqual(result.out, '', statement)
            self.assertTrue(result.err.startswith('rodagem-cli: '), statement)
        self.assertEqual(support.dump(self.database), before)
        self.assertFalse(os.path.exists(self.path('x.db')))
        self.assertFalse(os.path.exists(self.path('copy.db')))

    def test_limit_and_text(self):
        self.ok('import', self.simulate(cars=5, dirt=0)[0])
        limited = self.ok('sql', 'SELECT car, value FROM readings', '--limit', 3)
        self.assertEqual(limited['columns'], ['car', 'value'])
        self.assertEqual(len(limited['rows']), 3)
        self.assertTrue(limited['truncated'])
        result = self.run_cli('sql', "SELECT 1 AS a, 'x,\"y' AS b, NULL, 2.5, x'00ff'")
        self.assertEqual(result.out, "a,b,NULL,2.5,x'00ff'\n1,\"x,\"\"y\",,2.5,00ff\n")

    def test_endless_statement(self):
        self.ok('import', self.simulate(cars=5)[0])
        process = self.start('sql', 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) '
                                    'SELECT max(x) FROM c')
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=20), 130)
        support.stop(process, signal.SIGKILL)

    def test_kill(self):
        """Killed at any moment, into an empty database and into one with results, nothing has changed."""
        path, truth = self.simulate(cars=400)
        other, _ = self.simulate('other', cars=20, seed=8)
        for first in (False, True):
            if first:
                self.ok('undo', 1)
                self.ok('import', other)
            else:
                self.ok('imports')
            before = support.dump(self.database)
            shutil.copy(self.database, self.path('before.rodagem'))
            n_before = len(self.ok('imports')['imports'])
            duration = support.elapsed(lambda: self.ok('import', path))
            r = random.Random(3 + first)
            killed = 0
            for _ in range(KILLS):
                self.restore()
                process = self.start('import', path)
                time.sleep(r.uniform(0, duration))
                killed += process.poll() is None
                support.stop(process, signal.SIGKILL)
                if len(self.ok('imports')['imports']) == n_before:
                    self.assertEqual(support.dump(self.database), before)
            self.assertGreater(killed, KILLS // 3)
            self.restore()
            report = self.ok('import', path)
            if not first:
                self.assertEqual(report['rows_taken'], truth['rows_taken'])

    def restore(self):
        for suffix in ('-wal', '-shm', '-journal'):
            if os.path.exists(self.database + suffix):
                os.unlink(self.database + suffix)
        shutil.copy(self.path('before.rodagem'), self.database)


if __name__ == '__main__':
    support.main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""FALHAS and STATUS as the plant writes them: what goes in equals the truth of the simulated plant,
again and in any order; undo brings back what was there before; nobody's name goes in."""

import itertools
import json
import os
import sqlite3

import support

FALHAS = 'KNR,MODELO,COR,MOTOR,ESTACAO,USUARIO,HALLE,FALHA,S_GROUP_ID,DATA\n'


def failure(car, text='Capô. Risco', hall='ZP7', date='3/6/2024 10:00:00', zone='5', user='U7310042'):
    return '2024-%07d,BF11GZ,A1A1,DHSA,EST-001,%s,%s,%s,%s,%s\n' % (car, user, hall, text, zone, date)


def position(car, code, date):
    return '2024-%07d,%s,%s\n' % (car, code, date)


class PlantFiles(support.CliTest):
    def query(self, sql):
        with sqlite3.connect('file:%s?mode=ro' % self.database, uri=True) as connection:
            return connection.execute(sql).fetchall()

    def content(self):
        """What a database says, whatever ids its rows have."""
        failures = self.query(
            'SELECT c.code, f.at, h.name, s.name, z.code, t.text FROM failure f JOIN car c USING (car_id) '
            'JOIN hall h USING (hall_id) JOIN station s USING (station_id) JOIN zone z USING (zone_id) '
            'JOIN failure_text t USING (text_id) WHERE f.twin = 0 ORDER BY 1, 2, 3, 4, 5, 6')
        document = self.ok('imports')
        return (failures, self.query('SELECT code FROM car ORDER BY 1'), document['outcomes'],
                document['checkpoints'], document['warnings'],
                [p for p in self.ok('positions')['positions'] if p['passes']])

    def import_files(self, *names):
        return [self.ok('import', name) for name in names]

    def simulate(self, *args):
        folder = self.path('plant')
        self.ok('simulate', '--out', folder, '--files', 'falhas,status', *args)
        with open(os.path.join(folder, 'truth.json')) as f:
            return folder, json.load(f)

    def check_counts(self, report, truth, mended=False):
        self.assertEqual(report['rows_read'],
                         report['rows_taken'] + report['rows_duplicate'] + report['rows_rejected'])
        for key in ('rows_read', 'rows_taken', 'rows_duplicate', 'rows_rejected', 'from', 'to'):
            self.assertEqual(report[key], truth[key], key)
        self.assertEqual(report['cells_dropped'], truth['cells_dropped'] + truth['cells_mended'])
        self.assertEqual([r['line'] for r in self.ok('rejects', report['import_id'])['rejects']
                          if r['column'] == '' or 'KNR' in r['column'] or 'DATA' in r['column']],
                         truth['rejected_lines'])

    def check_truth(self, truth):
        document = self.ok('imports')
        outcomes, expected = document['outcomes'], truth['outcomes']
        self.assertEqual([outcomes[k] for k in ('failed', 'passed', 'unlabelled')],
                         [expected[k] for k in ('failed', 'passed', 'unlabelled')])
        self.assertEqual({w['reason']: w['cars'] for w in outcomes['why']},
                         {text: expected['why'][key] for key, text in (
                             ('not_tested', 'no road-test checkpoint'),
                             ('outside_period', 'outside the period that the failure file covers'),
                             ('no_failure_file', 'no failure file')) if expected['why'][key]})
        status, failures = truth['files']['STATUS.csv'], truth['files']['FALHAS.csv']
        for key in ('kept', 'rework', 'retest', 'unmapped', 'cars_missing_hall', 'cars_backwards',
                    'cars_retested', 'before_car'):
            self.assertEqual(document['checkpoints'][key], status[key], key)
        self.assertEqual(document['checkpoints']['future'], status['future'] + failures['future'])
        self.assertEqual(document['checkpoints']['unknown_cars'], failures['unknown_cars'])
        self.assertEqual(document['checkpoints']['other_models'], failures['other_models'])
        for kind, column in (('hall', 'name'), ('zone', 'code'), ('station', 'name')):
            found = self.query('SELECT k.%s, count(*) FROM failure JOIN %s k USING (%s_id) '
                               'WHERE twin = 0 GROUP BY 1' % (column, kind, kind))
            self.assertEqual(dict(found), failures['by_' + kind], kind)

    def check_round_trip(self, *args):
        folder, truth = self.simulate(*args)
        names = [os.path.join(folder, name) for name in ('FALHAS.csv', 'STATUS.csv')]
        reports = self.import_files(*names)
        for report, name in zip(reports, ('FALHAS.csv', 'STATUS.csv')):
            self.assertEqual(report['layout'], name[:-4].lower())
            self.check_counts(report, truth['files'][name])
        self.check_truth(truth)
        return names, reports, truth

    def test_as_exported(self):
        names, reports, truth = self.check_round_trip('--cars', 600, '--days', 16, '--seed', 4, '--dirt', 1)
        self.assertGreater(reports[0]['rows_duplicate'], 0)
        before = self.content()

        # The same bytes.
        for report, name in zip(reports, names):
            again = self.ok('import', name)
            self.assertEqual((again['already_imported'], again['rows_taken']), (report['import_id'], 0))
        self.assertEqual(self.content(), before)

        # The same rows in other bytes.
        copies = []
        for name in names:
            with open(name, 'rb') as f:
                copies.append(self.write('copy-' + os.path.basename(name), f.read() + b'\n'))
        copied = self.import_files(*copies)
        for copy, report in zip(copied, reports):
            self.assertEqual((copy['rows_taken'], copy['rows_duplicate'], copy['cars_new']),
                             (0, report['rows_taken'] + report['rows_duplicate'], 0))
        self.assertEqual(self.content(), before)

        # The copies take the place of what is undone, and at last nothing is left.
        for report in reports:
            self.ok('undo', report['import_id'])
            self.assertEqual(self.content(), before)
        for report in copied:
            self.ok('undo', report['import_id'])
        self.assertEqual(self.query('SELECT (SELECT count(*) FROM failure), (SELECT count(*) FROM car), '
                                    '(SELECT count(*) FROM checkpoint), (SELECT count(*) FROM reading)'),
                         [(0, 0, 0, 0)])

    def test_hostile(self):
        self.check_round_trip('--cars', 500, '--days', 8, '--seed', 6, '--dirt', 2)

    def test_nobody_is_named(self):
        folder, _ = self.simulate('--cars', 150, '--days', 3, '--seed', 8, '--dirt', 2)
        name = os.path.join(folder, 'FALHAS.csv')
        broken = self.write('broken.csv', FALHAS + failure(1) + failure(2, user='U7310042,x') +
                            failure(3).replace('2024-', '2024/') + failure(4, date='31/2/2024') +
                            failure(5).replace('BF11GZ', 'BF\0GZ'))
        self.assertEqual(self.ok('import', broken)['rows_rejected'], 4)
        self.ok('import', name)
        for command in (('inspect', name), ('rejects', 1), ('rejects', 2), ('imports',)):
            for json_flag in ((), ('--json',)):
                result = self.run_cli(*json_flag, *command)
                self.assertEqual(result.code, 0)
                self.assertNotRegex(result.out + result.err, 'U73[0-9]{5}')
        for entry in os.listdir(self.folder):
            if entry.startswith('test.rodagem'):
                with open(self.path(entry), 'rb') as f:
                    self.assertNotRegex(f.read(), b'U73[0-9]{5}')

    def test_undo_in_any_order(self):
        parts = {
            'a': FALHAS + failure(1) + failure(2) + failure(3, hall='ROD'),
            'b': FALHAS + failure(2, text='CAPÔ. RISCO ¨') + failure(3, hall='rod ') + failure(4),
            'c': FALHAS + failure(4, date='2024-06-03 10:00:00.000') + failure(2) + failure(5),
            'd': 'KNR,STATUS,DATA\n' + position(1, 'M710', '2024-06-03 11:00:00') +
                 position(4, 'M700', '2024-06-03 09:00:00') + position(6, 'M710', '2024-06-04 01:00:00'),
            'e': 'KNR,STATUS,DATA\n' + position(1, 'm710', '3/6/2024 11:00:00') +
                 position(4, 'M710', '3/6/2024 12:00:00'),
        }
        names = {key: self.write(key + '.csv', text) for key, text in parts.items()}
        expected = {}
        for kept in [()] + [k for n in (1, 2, 3, 4, 5) for k in itertools.combinations('abcde', n)]:
            self.database = self.path('only-%s.rodagem' % ''.join(kept))
            if kept:
                self.import_files(*[names[k] for k in kept])
                expected[kept] = self.content()[:4]
        self.assertEqual(expected[tuple('abcde')][2]['failed'], 1)
        self.assertEqual(expected[tuple('abcde')][2]['passed'], 2)

        for number, order in enumerate((('a', 'b', 'c', 'd', 'e'), ('e', 'c', 'a', 'd', 'b'),
                                        ('b', 'e', 'c', 'a', 'd'), ('d', 'b', 'a', 'e', 'c'))):
            self.database = self.path('all-%u.rodagem' % number)
            ids = {k: r['import_id'] for k, r in zip('abcde', self.import_files(*[names[k] for k in 'abcde']))}
            left = 'abcde'
            for key in order[:-1]:
                self.ok('undo', ids[key])
                left = left.replace(key, '')
                found = self.content()[:4]
                # The spelling of a row that several files have is that of the first that is left.
                self.assertEqual(found, expected[tuple(left)], (order, key))

    def test_period(self):
        """A car that no failure file could have named has not passed."""
        self.ok('import', self.write('status.csv', 'KNR,STATUS,DATA\n' + ''.join(
            position(car, 'M710', '2024-06-%02d 23:59:59.999' % day) for car, day in ((1, 2), (2, 3), (3, 5), (4, 6)))))
        document = self.ok('imports')['outcomes']
        self.assertEqual((document['passed'], document['why']), (0, [{'reason': 'no failure file', 'cars': 4}]))
        report = self.ok('import', self.write('falhas.csv', FALHAS + failure(9) + failure(8, date='5/6/2024')))
        self.assertEqual((report['failed'], report['passed'], report['unlabelled']), (0, 2, 4))
        self.assertEqual({w['reason']: w['cars'] for w in report['why']},
                         {'outside the period that the failure file covers': 2, 'no road-test checkpoint': 2})
        self.ok('import', self.write('late.csv', FALHAS + failure(3, hall='ROD', date='30/5/2024') +
                                     failure(8, date='6/6/2099')))
        outcomes = self.ok('imports')['outcomes']
        self.assertEqual((outcomes['failed'], outcomes['passed'], outcomes['unlabelled']), (1, 1, 4))

    def test_positions(self):
        self.ok('import', self.write('status.csv', 'KNR,STATUS,DATA\n' + position(1, 'x1 ', '2024-06-03') +
                                     position(1, 'M700', '2024-06-02') + position(2, 'X1', '2024-06-03')))
        self.ok('import', self.write('falhas.csv', FALHAS + failure(1) + failure(2)))
        known = {p['code']: p for p in self.ok('positions')['positions']}
        self.assertEqual((known['X1']['hall'], known['X1']['passes'], known['M700']['hall']), (None, 2, 'ZP7'))
        self.assertEqual(self.ok('imports')['outcomes']['passed'], 0)
        self.ok('positions', 'x1', 'rod')
        self.assertEqual(self.ok('imports')['outcomes']['passed'], 2)
        self.ok('positions', 'X1', 'none')
        self.assertEqual(self.ok('imports')['outcomes']['passed'], 0)
        self.fails('positions', 'X1', 'nowhere', mentions=['nowhere'])
        self.fails('positions', 'X2', 'ROD', mentions=['X2'])
        self.usage('positions', 'X1')

    def write_line(self, n_cars=400):
        """Every fifth car fails at 14:30, after a test at 14:00; what a repair tightens later is there too."""
        positions, failures, results = ['KNR,STATUS,DATA\n'], [FALHAS], [',KNR,NAME,ID,STATUS,UNIT,VALUE_ID,VALUE,DATA\n']
        for car in range(n_cars):
            day = '%d/6/2024' % (3 + car // 100)
            values = [('3108', '%d.%d' % (57 + car % 3, car % 7), '08:00:00')]
            positions.append(position(car, 'M700', day + ' 10:00:00') + position(car, 'M710', day + ' 14:00:00'))
            failures.append(failure(car, date=day + ' 09:00:00'))
            if car % 5 == 0:
                failures.append(failure(car, 'Ruído. Painel', 'ROD', day + ' 14:30:00'))
                values += [('3108', '70', '14:00:00'), ('9999', '50', '18:00:00')]
            results += ['%d,2024-%07d,%s,2,10,Nm,1,%s,%s %s\n' % (len(results), car, name, value, day, time)
                        for name, value, time in values]
        return [self.write(name, ''.join(lines)) for name, lines in
                (('STATUS.csv', positions), ('FALHAS.csv', failures), ('RESULTADOS.csv', results))]

    def test_readings_after_the_test_are_no_input(self):
        """What a repair measured would tell the answer, of its own operations and of others."""
        self.ok('import', *self.write_line())
        report = self.ok('train', '--trees', 20)
        self.assertEqual(report['features'], 2)
        self.assertLess(report['holdout']['roc_auc'], 0.8)
        model = self.ok('model', 1)
        self.assertEqual(sorted(f['name'] for f in model['features']), ['3108 1', 'weekday at the start'])
        self.assertIn('9999 1', [b['name'] for b in model['blocked']])
        values = {c['feature']: c['value'] for c in self.ok('explain', '2024-0000000', '--model', 1)['contributions']}
        self.assertIn('57', values['3108 1'])

    def test_label_column_that_says_failed(self):
        """A failure file that does not know the failure is no proof that there was none."""
        table = 'Car,Torque,Failed\n' + ''.join('2024-%07d,%d,%d\n' % (car, 100 + car, car % 10 == 0)
                                                for car in range(100))
        self.ok('import', self.write('table.csv', table))
        self.ok('import', self.write('STATUS.csv', 'KNR,STATUS,DATA\n' + ''.join(
            position(car, 'M710', '3/6/2024 14:00:00') for car in range(100))))
        report = self.ok('import', self.write('FALHAS.csv', FALHAS + failure(1) + failure(
            3, 'Ruído. Painel', 'ROD', '3/6/2024 14:30:00')))
        self.assertEqual((report['failed'], report['passed']), (11, 89))

    def test_halls(self):
        self.ok('import', self.write('falhas.csv', FALHAS + failure(1, hall='Espc ') + failure(2)))
        known = {h['hall']: h for h in self.ok('halls')['halls']}
        self.assertEqual((known['ESPC']['stage'], known['ESPC']['failures'], known['ROD']['stage']),
                         ('unknown', 1, 'test'))
        self.assertEqual(self.ok('imports')['outcomes']['unlabelled'], 2)
        self.ok('halls', 'espc', 'after')
        self.assertEqual(self.ok('imports')['outcomes']['passed'], 1)
        self.ok('halls', 'espc', 'test')
        self.assertEqual(self.ok('imports')['outcomes']['failed'], 1)
        self.fails('halls', 'nowhere', 'test', mentions=['nowhere'])
        self.usage('halls', 'espc', 'sometimes', mentions=['before'])

    def test_recognition(self):
        odd = ('Unnamed: 0,Unnamed: 1,Unnamed: 2,Unnamed: 3,Unnamed: 4,Unnamed: 5,Unnamed: 6,Unnamed: 7,Unnamed: 8\n'
               ',190000,,,,,,,\n'
               ', knr ,Modelo,COR,MOTOR,ESTACAO,Halle,falha ,Data\n'
               ',2024-0000001,M,C,E,S,ZP7,Capô. Risco,3/6/2024\n')
        report = self.ok('import', self.write('odd.csv', odd))
        self.assertEqual((report['layout'], report['rows_read'], report['rows_taken']), ('falhas', 1, 1))
        self.usage('import', self.path('odd.csv'), '--layout', 'nonsense', mentions=['nonsense'])
        self.fails('import', self.path('odd.csv'), '--layout', 'status', mentions=['status', 'line 3'])
        only_bad = self.write('bad.csv', 'KNR,STATUS,DATA\n1,M700,2024-06-03\n')
        self.fails('import', only_bad, mentions=['bad.csv'])

    def test_inspectors(self):
        """On request inspectors are told apart, by a hash whose key lies elsewhere; their ids go nowhere."""
        path = self.write('falhas.csv', FALHAS + failure(1, user='U7000001  ') + failure(2, user='u7000001') +
                          failure(3, user='U7000002') + failure(4, user=''))
        self.ok('import', path, '--inspectors')
        with sqlite3.connect(self.database) as connection:
            found = [row[0] for row in connection.execute('SELECT inspector FROM failure ORDER BY at, car_id')]
        connection.close()
        self.assertEqual(found[0], found[1])
        self.assertNotIn(found[2], (None, found[0]))
        self.assertIsNone(found[3])
        key = self.path('data', 'rodagem', 'inspectors.key')
        self.assertEqual(os.stat(key).st_mode & 0o777, 0o600)
        self.assertEqual(os.path.getsize(key), 32)
        for name in os.listdir(self.folder):
            if name.startswith('test.rodagem'):
                with open(self.path(name), 'rb') as f:
                    self.assertNotIn(b'7000001', f.read())

        # The same key again: a second database agrees; without the option nothing is kept.
        before, self.database = self.database, self.path('other.rodagem')
        self.ok('import', path, '--inspectors')
        with sqlite3.connect(self.database) as connection:
            self.assertEqual(connection.execute('SELECT inspector FROM failure WHERE car_id = 1').fetchone()[0], found[0])
        connection.close()
        self.database = self.path('third.rodagem')
        self.ok('import', path)
        with sqlite3.connect(self.database) as connection:
            self.assertEqual(connection.execute('SELECT count(inspector) FROM failure').fetchone(), (0,))
        connection.close()
        self.database = before
        with open(key, 'wb') as f:
            f.write(b'short')
        self.fails('import', self.write('more.csv', FALHAS + failure(9)), '--inspectors', mentions=['inspectors.key'])

    def test_codes_that_collide(self):
        """Two plants that number their cars alike: what cannot be of one car is told."""
        ours = self.write('ours.csv', FALHAS + ''.join(failure(car) for car in range(1, 6)))
        theirs = self.write('theirs.csv', FALHAS + ''.join(
            failure(car, 'Porta. Risco').replace('BF11GZ', 'XX99') for car in range(3, 6)))
        self.assertNotIn('collide', ' '.join(self.ok('import', ours)['warnings']))
        report = self.ok('import', theirs)
        self.assertTrue(any('collide' in text and text.rstrip('.').endswith(': 3') for text in report['warnings']),
                        report['warnings'])
        self.ok('undo', report['import_id'])
        self.assertNotIn('collide', ' '.join(self.ok('imports')['warnings']))

    def test_older_database(self):
        """A database of the first schema is brought up to date, and loses nothing."""
        table = self.write('table.csv', 'car,torque,failed\n' + ''.join('C%d,%d,%d\n' % (i, i, i % 2) for i in range(9)))
        self.ok('import', table)
        with sqlite3.connect(self.database) as connection:
            for kind in ('saved_mapping', 'failure', 'checkpoint', 'position', 'hall', 'station', 'zone',
                         'failure_text', 'reading_twin', 'formula'):
                connection.execute('DROP TABLE ' + kind)
            connection.execute('DROP INDEX characteristic_operation')
            connection.execute('DROP TABLE model_zone')
            connection.execute('ALTER TABLE prediction DROP COLUMN zones')
            for column in ('operation', 'channel', 'result_group'):
                connection.execute('ALTER TABLE characteristic DROP COLUMN ' + column)
            connection.execute('PRAGMA user_version = 1')
        connection.close()
        self.ok('import', self.write('falhas.csv', FALHAS + failure(1, hall='ROD')))
        outcomes = self.ok('imports')['outcomes']
        self.assertEqual((outcomes['failed'], outcomes['passed']), (5, 5))


if __name__ == '__main__':
    support.main()

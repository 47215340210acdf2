#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulated plant: the same seed gives the same files, and the way from them to a ranked list."""

import os
import sqlite3

import support


def folder_state(path):
    return {name: support.file_state(os.path.join(path, name)) for name in sorted(os.listdir(path))}


class Plant(support.CliTest):
    def simulate(self, name, *args):
        return self.ok('simulate', '--out', self.path(name), *args)

    def test_deterministic(self):
        options = ['--cars', 800, '--days', 3, '--seed', 5]
        first = self.simulate('a', *options)
        self.assertEqual(first['cars'], 800)
        self.assertGreater(first['failures'], 0)
        self.assertEqual(sorted(os.path.basename(f) for f in first['files']), sorted(os.listdir(self.path('a'))))
        self.simulate('b', *options)
        self.assertEqual(folder_state(self.path('a')), folder_state(self.path('b')))
        self.simulate('c', '--cars', 800, '--days', 3, '--seed', 6)
        self.assertNotEqual(folder_state(self.path('a')), folder_state(self.path('c')))
        self.assertFalse(os.path.exists(self.database))

    def test_from_files_to_risks(self):
        made = self.simulate('plant', '--cars', 4000, '--days', 10, '--seed', 7, '--files', 'predict')
        predict = [f for f in made['files'] if os.path.basename(f).startswith('PREDICT')][0]
        self.assertEqual(self.ok('inspect', predict)['layout'], 'predict')
        report = self.ok('import', predict)
        self.assertEqual(report['layout'], 'predict')
        self.assertEqual(report['rows_read'],
                         report['rows_taken'] + report['rows_duplicate'] + report['rows_rejected'])
        self.assertGreater(report['failed'], 100)
        model = self.ok('train', '--trees', 100, '--seed', 7)
        self.assertEqual(model['split'], 'hash')
        self.assertGreater(model['holdout']['roc_auc'], 0.6)

        blocked = {b['name']: b['reason'] for b in self.ok('model', model['model_id'])['blocked']}
        for name in ('TOTAL_FALHAS', 'FALHAS_ROD'):
            self.assertIn(name, blocked)
            self.assertGreater(len(blocked[name]), 15)
        names = {f['name'] for f in self.ok('model', model['model_id'])['features']}
        self.assertFalse(names & set(blocked))

        self.ok('promote', model['model_id'], '--note', 'first')
        self.assertGreater(self.ok('score')['cars'], 0)
        cars = self.ok('risks', '--all', '--limit', 50)['cars']
        self.assertEqual(len(cars), 50)
        for car in cars:
            self.assertGreater(len(car['reasons']), 0)
        if made['waiting'] > 0:
            waiting = self.ok('risks')
            self.assertEqual(waiting['waiting'], report['unlabelled'])

    def test_zones(self):
        """One training answers for the road test and for the zones; all verbs say the same of a car."""
        made = self.simulate('plant', '--cars', 3000, '--days', 10, '--seed', 7, '--readings', 130,
                             '--files', 'falhas,status,resultados')
        files = [f for f in made['files'] if 'truth' not in os.path.basename(f)]
        self.ok('import', *files)
        report = self.ok('train', '--trees', 60, '--seed', 7)
        targets = {target['name']: target['failed'] for target in report['targets']}
        self.assertIn('underbody', targets)
        self.assertNotIn('unknown', targets)
        self.assertFalse(set(report['zones_left_out']) & set(targets))
        road_test = targets.pop('road test')
        self.assertTrue(all(20 <= failed <= road_test for failed in targets.values()), targets)

        model = self.ok('model', report['model_id'])
        self.assertEqual({zone['name']: zone['failed'] for zone in model['zones']}, targets)
        for zone in model['zones']:
            self.assertAlmostEqual(zone['usual'], zone['failed'] / report['rows_train'])
            self.assertLessEqual({'holdout_failed', 'roc_auc', 'interval'}, set(zone))
        self.assertLessEqual(model['zone_hits']['first'], model['zone_hits']['failed'])
        self.assertIn('underbody', self.run_cli('model', report['model_id']).out)

        self.ok('promote', report['model_id'], '--note', 'first')
        self.ok('score')
        cars = self.ok('risks', '--all', '--limit', 60)['cars']
        for car in cars:
            self.assertEqual({zone['zone'] for zone in car['zones']}, set(targets))
            risks = [zone['risk'] for zone in car['zones']]
            self.assertEqual(risks, sorted(risks, reverse=True))
            self.assertTrue(0 < risks[-1] and risks[0] <= car['risk'] + 1e-7)
            for zone in car['zones']:
                self.assertTrue(zone['low'] <= zone['risk'] <= zone['high'])
        explained = self.ok('explain', cars[0]['car'])['zones']
        self.assertEqual([zone['zone'] for zone in explained], [zone['zone'] for zone in cars[0]['zones']])
        self.assertAlmostEqual(explained[0]['risk'], cars[0]['zones'][0]['risk'], places=6)
        self.assertIn('Look at', self.run_cli('risks', '--all').out)

    def test_dirty_rows(self):
        made = self.simulate('plant', '--cars', 3000, '--days', 8, '--seed', 8, '--dirt', 2, '--files', 'predict')
        predict = [f for f in made['files'] if os.path.basename(f).startswith('PREDICT')][0]
        report = self.ok('import', predict)
        self.assertEqual(report['rows_read'],
                         report['rows_taken'] + report['rows_duplicate'] + report['rows_rejected'])
        rejects = self.ok('rejects', report['import_id'])['rejects']
        self.assertGreater(len(rejects), 0)
        with open(predict, 'rb') as f:
            n_lines = len(f.read().split(b'\n'))
        for reject in rejects:
            self.assertTrue(1 < reject['line'] <= n_lines, reject)


class Threads(support.CliTest):
    def test_same_bytes(self):
        """The same seed and data give the same bytes, with whatever number of threads."""
        self.import_table(rows=2000, missing=0.1)
        for threads in (1, 2, 4):
            self.ok('train', '--trees', 60, '--seed', 9, '--threads', threads)
        other = self.ok('train', '--trees', 60, '--seed', 10, '--threads', 1)['model_id']
        connection = sqlite3.connect(self.database)
        models = dict(connection.execute('SELECT model_id, bytes FROM model'))
        connection.close()
        different = models.pop(other)
        self.assertEqual(len(models), 3)
        self.assertEqual(len(set(models.values())), 1)
        self.assertNotIn(different, models.values())


if __name__ == '__main__':
    support.main()

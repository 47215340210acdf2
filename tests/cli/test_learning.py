#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a training must not believe, and must not choke on."""

import csv
import datetime
import gzip
import random
import re

import support


class Leaks(support.CliTest):
    def test_planted(self):
        """One sensor measures after the road test, one before it and knows the answer; both are told."""
        made = self.ok('simulate', '--cars', 2500, '--days', 8, '--readings', 130, '--seed', 5,
                       '--files', 'falhas,status,resultados', '--out', self.path('plant'))
        for path in made['files']:
            if 'truth' not in path:
                self.ok('import', path)
        with open(self.path('plant', 'STATUS.csv'), encoding='utf-8-sig') as file:
            tests = {}
            for row in csv.DictReader(file):
                if row['STATUS'].strip() == 'M710':
                    at = datetime.datetime.fromisoformat(row['DATA'])
                    car = row['KNR'].strip()
                    tests[car] = min(at, tests.get(car, at))
        with open(self.path('plant', 'truth.csv'), encoding='utf-8') as file:
            failed = {row['car'] for row in csv.DictReader(file) if row['failed'] == '1'}
        self.assertGreater(len(failed & set(tests)), 100)

        rng = random.Random(1)
        hour = datetime.timedelta(hours=1)
        lines = ['Unnamed: 0,KNR,NAME,ID,STATUS,UNIT,VALUE_ID,VALUE,DATA']
        for car, at in tests.items():
            value = (10 if car in failed else 0) + rng.random()
            # A tenth of the cars were measured twice, which does not make it known in time.
            whens = [at + hour] if rng.random() < 0.9 else [at - hour, at + hour]
            for name, times, number in (('910001', whens, value), ('910002', [at - hour], value),
                                        ('910003', [at - hour], rng.random())):
                lines += ['%d,%s,%s,2,10,Nm,1.0,%.3f,%s' % (len(lines), car, name, number, t) for t in times]
        with gzip.open(self.path('planted.csv'), 'wt', encoding='utf-8') as file:
            file.write('\n'.join(lines) + '\n')
        report = self.ok('import', self.path('planted.csv'))
        self.assertEqual((report['layout'], report['rows_rejected']), ('resultados', 0))

        model = self.ok('train', '--trees', 50)
        about = {name: [w for w in model['warnings'] if name in w] for name in ('910001', '910002', '910003')}
        self.assertTrue(any('at or after the road test' in w for w in about['910001']), model['warnings'])
        self.assertTrue(any('alone' in w for w in about['910002']), model['warnings'])
        self.assertEqual(about['910003'], [])
        # What was measured too late is not what the model goes by.
        features = self.ok('model', model['model_id'])['features']
        share = sum(f['importance'] for f in features if f['name'].startswith('910001'))
        self.assertLess(share, 0.1)


class Options(support.CliTest):
    def test_out_of_range(self):
        """Each option that the help lists, with what it cannot be."""
        text = self.run_cli('train', '--help', database=False).out
        options = re.findall(r'^  (--[a-z-]+) ([A-Z]+) ', text, re.M)
        options = [(name, value) for name, value in options if value not in ('NAMES', 'T', 'NAME', 'FILE')]
        self.assertGreater(len(options), 25)
        for name, value in options:
            words = ['x', '-1', '1e300', '', '0x10', '1,5'] + ([] if value in ('N', 'S') else ['nan', 'inf'])
            for word in words:
                self.usage('train', name + '=' + word, mentions=[name.lstrip('-')])


class Columns(support.CliTest):
    def test_category_never_seen(self):
        """A level that no trained car had counts as not measured, by each learner."""
        self.import_table(rows=600)
        lines = support.table(rows=120, seed=9, first=5000).splitlines()
        other = [line.replace(',A,', ',Z,').replace(',B,', ',Ω,').replace(',C,', ', ,') for line in lines]
        blank = [re.sub(',[ABC],', ',,', line) for line in lines]
        paths = [self.write('%d.csv' % i, '\n'.join(text) + '\n') for i, text in enumerate((other, blank))]
        for options in (('--trees', 30), ('--algorithm', 'boosted', '--boost-rounds', 30),
                        ('--algorithm', 'svm', '--svm-cost', 1, '--svm-gamma', 0.1)):
            model = self.ok('train', *options)['model_id']
            risks = [[(c['car'], c['risk']) for c in self.ok('predict', path, '--model', model)['cars']]
                     for path in paths]
            self.assertEqual(risks[0], risks[1])
            self.assertEqual(self.ok('evaluate', paths[0], '--model', model)['n'], 120)

    def test_constant(self):
        """Columns of one value are no reason to stop, unless there are no others."""
        lines = support.table(rows=400).splitlines()
        self.ok('import', self.write('some.csv', '\n'.join(
            line + (',Same,Word' if i == 0 else ',7,ok') for i, line in enumerate(lines)) + '\n'))
        for algorithm in ('forest', 'boosted', 'svm'):
            model = self.ok('train', '--algorithm', algorithm, '--trees', 20, '--boost-rounds', 20,
                            '--svm-cost', 1, '--svm-gamma', 0.1)
            for feature in self.ok('model', model['model_id'])['features']:
                if feature['name'] in ('Same', 'Word'):
                    self.assertEqual(feature['importance'], 0)

        self.database = self.path('other.rodagem')
        self.ok('import', self.write('all.csv', 'Car,Same,Failed\n' + ''.join(
            'C%03d,7,%d\n' % (i, i % 4 == 0) for i in range(200))))
        for algorithm in ('forest', 'boosted', 'svm'):
            self.fails('train', '--algorithm', algorithm)

    def test_leaves(self):
        """Boosted trees of so many leaves: for any number of threads; as many as the depth allows are no limit."""
        self.import_table(rows=600)

        def train(*options):
            model = self.ok('train', '--algorithm', 'boosted', '--boost-rounds', 20, '--boost-depth', 4,
                            '--boost-weight', 0.1, *options)
            features = self.ok('model', model['model_id'])['features']
            return model['boosted'], model['holdout'], [f['importance'] for f in features]

        plain = train()
        few = train('--boost-leaves', 8)
        self.assertNotEqual(few, plain)
        self.assertAlmostEqual(sum(few[2]), 1)
        self.assertEqual(train('--boost-leaves', 8, '--threads', 3), few)
        self.assertEqual(train('--boost-leaves', 16), plain)

    def test_one_class(self):
        for failed in (0, 1):
            self.database = self.path('%d.rodagem' % failed)
            self.ok('import', self.write('%d.csv' % failed, 'Car,Torque,Failed\n' + ''.join(
                'C%03d,%d,%d\n' % (i, i % 17, failed) for i in range(200))))
            for algorithm in ('forest', 'boosted', 'svm'):
                self.fails('train', '--algorithm', algorithm,
                           mentions=['All 200 cars', 'failed' if failed else 'passed'])


if __name__ == '__main__':
    support.main()

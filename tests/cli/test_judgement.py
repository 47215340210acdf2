#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a model is judged: by time with a gap, by folds, beside what can be had without it, and later."""

import csv
import datetime
import re

import support

BEFORE = ('ZP5', 'ZP5A', 'ZP61', 'ZP6', 'ZP62', 'CAB', 'ZP7')


def moment(text):
    return datetime.datetime.fromisoformat(text if '.' in text else text + '.000')


class Judgement(support.CliTest):
    def plant(self):
        self.ok('simulate', '--out', self.path('plant'), '--cars', 3000, '--days', 20, '--seed', 7,
                '--files', 'falhas,status', '--dirt', 0)
        self.ok('import', self.path('plant'))
        with open(self.path('plant', 'truth.csv'), encoding='utf-8') as f:
            return {c['car']: (moment(c['tested_at']), c['failed'] == '1') for c in csv.DictReader(f)
                    if c['tested_at']}

    def earlier(self, cars):
        """Failures found before each car's test, counted from the file itself."""
        found = dict.fromkeys(cars, 0)
        with open(self.path('plant', 'FALHAS.csv'), encoding='utf-8-sig') as f:
            for row in csv.DictReader(f):
                if row['KNR'] in cars and row['HALLE'] in BEFORE and moment(row['DATA']) < cars[row['KNR']][0]:
                    found[row['KNR']] += 1
        return found

    def assert_baselines(self, model):
        holdout, rows = model['holdout'], model['baselines']
        self.assertEqual([r['name'] for r in rows], ['all', 'none', 'earlier_failures'])
        for row in rows:
            for key in ('recall', 'sent_share', 'tp', 'pr_auc'):
                difference = row['difference'][key]
                if row['why_unknown'] is not None:
                    self.assertIsNone(row['metrics'][key])
                    self.assertIsNone(difference['value'])
                    continue
                self.assertAlmostEqual(difference['value'], holdout[key] - row['metrics'][key], delta=1e-9)
                self.assertLessEqual(difference['low'], difference['value'] + 1e-9)
                self.assertGreaterEqual(difference['high'], difference['value'] - 1e-9)
            self.assertNotIn('n', row['difference'])
        everything, nothing = rows[0]['metrics'], rows[1]['metrics']
        self.assertEqual((everything['tp'], everything['fn'], everything['sent_share']),
                         (holdout['positives'], 0, 1))
        self.assertEqual((nothing['tp'], nothing['sent_share'], nothing['precision']), (0, 0, None))
        self.assertAlmostEqual(everything['pr_auc'], holdout['positives'] / holdout['n'], delta=1e-9)
        return rows

    def test_gap_and_earlier_failures(self):
        cars = self.plant()
        whole = self.ok('train', '--trees', 60)
        model = self.ok('train', '--trees', 60, '--gap', 12)
        order = sorted(cars, key=lambda c: (cars[c][0], c))
        held = order[-model['rows_holdout']:]
        first = cars[held[0]][0]
        gap = [c for c in order[:-len(held)] if cars[c][0] > first - datetime.timedelta(hours=12)]
        self.assertGreater(len(gap), 20)
        self.assertEqual(whole['split_detail'], {'kind': 'time', 'gap_hours': 0, 'gap_cars': 0, 'folds': 0})
        self.assertEqual(model['split'], 'time')
        self.assertEqual(model['split_detail'],
                         {'kind': 'time', 'gap_hours': 12, 'gap_cars': len(gap), 'folds': 0})
        self.assertEqual(model['rows_holdout'], whole['rows_holdout'])
        self.assertEqual(model['rows_train'], whole['rows_train'] - len(gap))
        self.assertEqual(model['warnings'], whole['warnings'])

        # Highest counts first; of those at the line, the share that is left to send.
        row = self.assert_baselines(model)[2]
        found = self.earlier(cars)
        n_sent = round(model['holdout']['sent_share'] * len(held))
        line = sorted((found[c] for c in held), reverse=True)[n_sent - 1]
        above = [c for c in held if found[c] > line]
        at = [c for c in held if found[c] == line]
        caught = (sum(cars[c][1] for c in above) +
                  sum(cars[c][1] for c in at) * (n_sent - len(above)) / len(at))
        self.assertEqual((row['why_unknown'], row['cars_unknown']), (None, 0))
        self.assertAlmostEqual(row['metrics']['tp'], caught, delta=1e-9)
        self.assertAlmostEqual(row['metrics']['sent_share'], n_sent / len(held), delta=1e-9)
        self.assertIsNone(row['metrics']['brier'])

        text = self.run_cli('model', model['model_id']).out
        self.assertRegex(text, r'By this model +%d of %d +%d ' % (model['holdout']['tp'],
                                                                  model['holdout']['positives'], n_sent))
        self.assertRegex(text, r'Sending every car +(\d+) of \1 +%d ' % len(held))
        self.assertRegex(text, r'By the count of earlier failures +%.0f of ' % caught)
        described = self.ok('model', model['model_id'])
        self.assertEqual(described['baselines'], model['baselines'])
        self.assertEqual(described['split_detail'], model['split_detail'])
        self.assertNotIn('curves', described)

    def test_folds(self):
        self.import_table(rows=900)
        model = self.ok('train', '--trees', 40, '--folds', 5, '--gap', 3)
        self.assertEqual(model['split'], 'folds')
        self.assertEqual(model['split_detail'], {'kind': 'folds', 'gap_hours': 0, 'gap_cars': 0, 'folds': 5})
        self.assertEqual((model['rows_train'], model['rows_holdout'], model['holdout']['n']), (900, 900, 900))
        self.assertEqual(len([w for w in model['warnings'] if 'gap has no effect' in w]), 1)
        # Nothing is known of earlier failures of such a table, and that is said.
        self.assertIn('No file says', self.assert_baselines(model)[2]['why_unknown'])
        again = self.ok('train', '--trees', 40, '--folds', 5, '--threads', 3)
        self.assertEqual(again['holdout'], model['holdout'])
        text = self.run_cli('train', '--trees', 5, '--folds', 2).out
        self.assertIn('On 900 cars, each judged by a model of the others', text)
        self.assertIn('No file says', text)
        for name in 'svm', 'boosted':
            other = self.ok('train', '--algorithm', name, '--svm-rows', 150, '--boost-rounds', 20, '--folds', 3)
            self.assertEqual((other['split'], other['holdout']['n']), ('folds', 900))

    def test_bad_splits(self):
        rows = ['Car,Torque [Nm],Failed'] + ['C%04d,%d,%d' % (i, i * 7 % 11, i < 24) for i in range(36)]
        self.ok('import', self.write('few.csv', '\n'.join(rows) + '\n'))
        self.fails('train', '--folds', 13, mentions=['24 cars failed and 12 passed', 'At most 12 folds'])
        self.fails('train', '--folds', 2, mentions=['6 passed cars are left'])
        for folds in (1, 21, -3, 'x'):
            self.usage('train', '--folds', folds, mentions=['folds'])
        for gap in (-1, 9000, 'x'):
            self.usage('train', '--gap', gap, mentions=['gap'])

    def test_curves(self):
        model = self.trained(rows=1500, trees=40)
        curves = self.ok('model', model['model_id'], '--curves')['curves']
        holdout = model['holdout']
        self.assertEqual(sorted(curves), ['calibration', 'gain', 'pr', 'roc'])
        self.assertAlmostEqual(curves['roc']['area'], holdout['roc_auc'], delta=1e-9)
        self.assertAlmostEqual(curves['pr']['area'], holdout['pr_auc'], delta=1e-9)
        bins = curves['calibration']
        self.assertEqual(sum(b['cars'] for b in bins), holdout['n'])
        self.assertEqual(sum(b['failed'] for b in bins), holdout['positives'])
        error = sum(b['cars'] * abs(b['said'] - b['happened']) for b in bins) / holdout['n']
        self.assertAlmostEqual(error, holdout['ece'], delta=1e-9)
        # The point of the gain curve at the threshold is the operating point.
        sent = [p for p in curves['gain']['points'] if p['threshold'] is not None and
                p['threshold'] >= model['threshold']][-1]
        self.assertAlmostEqual(sent['sent'], holdout['sent_share'], delta=1e-9)
        self.assertAlmostEqual(sent['recall'], holdout['recall'], delta=1e-9)
        self.assertIn('Risk said', self.run_cli('model', model['model_id'], '--curves').out)

    def test_evaluate_against_holdout(self):
        model = self.trained(rows=1500, trees=40)
        self.ok('promote', model['model_id'], '--note', 'x')
        same = self.write('same.csv', support.table(rows=1500, seed=77, first=5000))
        found = self.ok('evaluate', same)
        against = found['against_holdout']
        self.assertNotIn('tp', against)
        for key in ('recall', 'precision', 'roc_auc', 'ece'):
            self.assertAlmostEqual(against[key]['value'], found[key] - model['holdout'][key], delta=1e-9)
            self.assertLess(against[key]['low'], against[key]['high'])
        self.assertIn('About as good as when it was judged.', self.run_cli('evaluate', same).out)

        # Cars that fail by the toss of a coin.
        lines = support.table(rows=1500, seed=78, first=9000).splitlines()
        random = [re.sub(r'\d$', str(i % 5 == 0 and 1 or 0), line) for i, line in enumerate(lines[1:])]
        other = self.write('other.csv', '\n'.join(lines[:1] + random) + '\n')
        self.assertLess(self.ok('evaluate', other)['against_holdout']['roc_auc']['high'], 0)
        self.assertRegex(self.run_cli('evaluate', other).out, r'Worse than when it was judged: .*instead of')


if __name__ == '__main__':
    support.main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The public data set end to end: AI4I 2020, if it lies beside the source tree."""

import os
import shutil
import subprocess

import support

DATA = os.path.join(support.SOURCE, '..', 'shared', 'data', 'ai4i2020.csv')


class Ai4i(support.CliTest):
    def setUp(self):
        if not os.path.exists(DATA):
            self.skipTest('ai4i2020.csv is not here')
        super().setUp()

    def test_inspect(self):
        document = self.ok('inspect', DATA)
        columns = {c['name']: c for c in document['columns']}
        self.assertEqual(columns['Product ID']['role'], 'car')
        self.assertEqual(columns['Machine failure']['role'], 'label')
        self.assertEqual(columns['Type']['role'], 'category')
        for name in ('UDI', 'TWF', 'HDF', 'PWF', 'OSF', 'RNF'):
            self.assertEqual(columns[name]['role'], 'ignore', name)
        for name in ('TWF', 'HDF', 'PWF', 'OSF', 'RNF'):
            self.assertIn('answer', columns[name]['reason'], name)
        self.assertEqual([c['role'] for c in document['columns']].count('numeric'), 5)
        self.assertTrue(document['dialect']['bom'])

    def test_train(self):
        report = self.ok('import', DATA)
        self.assertEqual((report['rows_read'], report['rows_taken'], report['rows_rejected']),
                         (10000, 10000, 0))
        self.assertEqual((report['failed'], report['passed']), (339, 9661))
        model = self.ok('train', '--trees', 500, '--seed', 1, timeout=600)
        self.assertEqual(model['split'], 'hash')
        self.assertEqual(model['features'], 6)
        self.assertGreaterEqual(model['holdout']['roc_auc'], 0.955)
        self.assertGreaterEqual(model['holdout']['pr_auc'], 0.75)
        names = {f['name'] for f in self.ok('model', model['model_id'])['features']}
        self.assertFalse(names & {'UDI', 'TWF', 'HDF', 'PWF', 'OSF', 'RNF', 'Machine failure'})

    def test_svm(self):
        self.ok('import', DATA)
        model = self.ok('train', '--algorithm', 'svm', '--svm-rows', 1500, '--seed', 1, timeout=600)
        self.assertEqual(model['algorithm'], 'svm')
        self.assertGreaterEqual(model['holdout']['roc_auc'], 0.94)
        svm = model['svm']
        self.assertEqual((svm['kernel'], svm['sampled']), ('rbf', 1500))
        self.assertGreater(svm['sampled_failed'], 250)
        described = self.ok('model', model['model_id'])
        self.assertEqual(described['svm'], svm)
        shares = [f['importance'] for f in described['features']]
        self.assertAlmostEqual(sum(shares), 1)
        self.assertEqual(shares, sorted(shares, reverse=True))
        self.assertTrue(all(0 <= f['shap'] <= 1 for f in described['features']))
        self.ok('promote', model['model_id'], '--note', 'support vectors')
        reasons = self.ok('explain', 'M14860')
        total = reasons['base'] + sum(c['contribution'] for c in reasons['contributions'])
        self.assertAlmostEqual(total, reasons['score'], delta=1e-9)
        self.export_svm(svm)

    def test_boosted(self):
        self.ok('import', DATA)
        model = self.ok('train', '--algorithm', 'boosted', '--seed', 1, timeout=600)
        self.assertEqual(model['algorithm'], 'boosted')
        self.assertGreaterEqual(model['holdout']['roc_auc'], 0.955)
        self.assertGreaterEqual(model['holdout']['pr_auc'], 0.7)
        # Cars that it was trained on are judged by trees that have not seen them.
        self.assertLess(model['oob']['roc_auc'], 0.995)
        boosted = model['boosted']
        self.assertLessEqual(boosted['rounds'], 300)
        self.assertLess(boosted['lowest_log_odds'], boosted['highest_log_odds'])
        described = self.ok('model', model['model_id'])
        self.assertEqual((described['boosted'], described['trees']), (boosted, boosted['rounds']))
        self.assertAlmostEqual(sum(f['importance'] for f in described['features']), 1)
        self.ok('promote', model['model_id'], '--note', 'boosted trees')
        reasons = self.ok('explain', 'M14860')
        total = reasons['base'] + sum(c['contribution'] for c in reasons['contributions'])
        self.assertAlmostEqual(total, reasons['score'], delta=1e-9)
        again = self.ok('train', '--algorithm', 'boosted', '--seed', 1, '--threads', 2, timeout=600)
        self.assertEqual((again['boosted'], again['holdout']), (boosted, model['holdout']))
        self.fails('export-svm', self.path('exported'))

    def export_svm(self, svm):
        """Files that libsvm's own program reads, and whose failed cars it finds."""
        path = self.path('exported')
        exported = self.ok('export-svm', path, '--rows', DATA)
        self.assertEqual((exported['vectors'], exported['rows']), (svm['vectors'], 10000))
        if shutil.which('svm-predict') is None:
            return
        said = self.path('said')
        subprocess.run(['svm-predict', exported['rows_file'], path, said], check=True,
                       stdout=subprocess.DEVNULL)
        with open(said, encoding='ascii') as lines:
            found = [line.strip() == '1' for line in lines]
        with open(exported['rows_file'], encoding='ascii') as lines:
            failed = [line.startswith('+1') for line in lines]
        self.assertEqual(sum(failed), 339)
        self.assertGreater(sum(a and b for a, b in zip(found, failed)), 270)

    def test_forest_is_no_svm(self):
        self.ok('import', DATA)
        model = self.ok('train', '--trees', 10)
        self.fails('export-svm', self.path('exported'), '--model', model['model_id'])
        self.assertFalse(os.path.exists(self.path('exported')))


if __name__ == '__main__':
    support.main()

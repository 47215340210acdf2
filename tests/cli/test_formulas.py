#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Formulas: saved, tried, trained with, and computed again for what is scored."""

import csv
import math
import os

import support

DATA = os.path.join(support.SOURCE, '..', 'shared', 'data', 'ai4i2020.csv')
PRESETS = ['power', 'temperature difference', 'temperature ratio', 'torque per 1000 rpm', 'wear per 1000 rpm']


class Formulas(support.CliTest):
    def names(self, *args):
        return [f['name'] for f in self.ok('formulas', *args)['formulas']]

    def table(self, n=300, spelling=('Air_Temp', 'Process_Temp', 'Rotational_Speed', 'Torque', 'Tool_Life')):
        """Cars whose failures follow the power alone."""
        rows = ['Identifier,Category,%s,Failure' % ','.join(spelling)]
        for i in range(n):
            torque, speed = 30 + i * 7 % 31, 1200 + i * 13 % 700
            rows.append('U%05d,%s,%.1f,%.1f,%d,%.1f,%d,%d' % (
                i, 'LMH'[i % 3], 298 + i % 5, 308 + i % 4, speed, torque, i % 200,
                torque * speed * 2 * math.pi / 60 > 9000))
        return self.write('machines.csv', '\n'.join(rows) + '\n')

    def test_verbs(self):
        self.fails('formulas', 'preview', 'Torque * 2', mentions=['import a file first'])
        self.ok('import', self.table())
        self.assertEqual(self.names(), [])
        self.assertEqual(self.names('add', 'p', 'Torque * Rotational_Speed', '--unit', 'Nm/min'), ['p'])
        self.assertEqual(self.names('change', 'p', 'Torque*Rotational_Speed*2*pi/60', '--unit', 'W'), ['p'])
        self.assertEqual(self.ok('formulas', 'list')['formulas'],
                         [{'name': 'p', 'unit': 'W', 'expression': 'Torque*Rotational_Speed*2*pi/60'}])
        self.fails('formulas', 'add', 'p', 'Torque * 2', mentions=['already'])
        self.fails('formulas', 'add', 'q', 'Torque * (2', mentions=['Formula “q”, position 10:'])
        self.fails('formulas', 'add', 'q', 'Torque * Torq', mentions=['position 10', '“Torq”'])
        self.fails('formulas', 'add', 'q', 'Torque * Failure', mentions=['position 10', 'answer'])
        self.fails('formulas', 'change', 'z', 'Torque * 2', mentions=['“z”'])
        self.fails('formulas', 'remove', 'z', mentions=['“z”'])
        self.assertEqual(self.names('remove', 'p'), [])
        for wrong in (['what'], ['add', 'x'], ['remove'], ['list', 'x'], ['preview', 'a', 'b'],
                      ['remove', 'p', '--unit', 'W'], ['list', '--add']):
            self.usage('formulas', *wrong)

    def test_preview(self):
        self.ok('import', self.table())
        said = self.ok('formulas', 'preview', 'Torque / (Rotational_Speed - 1213)')
        self.assertEqual((said['inputs'], len(said['rows'])), (['Torque', 'Rotational_Speed'], 10))
        self.assertEqual((said['cars'], said['looked_at'], said['missing'], said['infinite']), (300, 300, 1, 1))
        for row in said['rows']:
            torque, speed = row['inputs']
            if speed == 1213:
                self.assertIsNone(row['value'])
            else:
                self.assertAlmostEqual(row['value'], torque / (speed - 1213), places=4)
        self.assertLess(said['min'], said['max'])
        self.assertTrue(self.ok('formulas', 'preview', 'Torque * 0')['constant'])

    def test_another_spelling(self):
        self.ok('import', self.table())
        self.assertEqual(sorted(p['name'] for p in self.ok('formulas', 'presets')['presets']), PRESETS)
        self.assertEqual(self.names('presets', '--add'), PRESETS)
        self.assertEqual(self.ok('formulas', 'presets')['presets'], [])
        self.assertEqual(self.ok('train', '--trees', 20)['features'], 11)
        self.assertEqual(self.ok('train', '--trees', 20, '--formulas', 'none')['features'], 6)
        few = self.ok('train', '--trees', 20, '--formulas', 'power,temperature ratio')
        self.assertEqual([f['name'] for f in few['formulas']], ['power', 'temperature ratio'])
        self.fails('train', '--trees', 20, '--formulas', 'powr', mentions=['powr'])

    def test_vanished(self):
        """Of a file without one of its inputs, a formula has no value, and that is said."""
        self.ok('import', self.table())
        self.ok('formulas', 'add', 'power', 'Torque * Rotational_Speed', '--unit', 'W')
        model = self.ok('train', '--trees', 20)['model_id']
        with open(self.table(), encoding='ascii') as full:
            rows = [[cell for c, cell in enumerate(row) if c != 4] for row in csv.reader(full)]
        path = self.write('less.csv', '\n'.join(','.join(row) for row in rows) + '\n')
        said = self.run_cli('predict', path, '--model', model)
        self.assertEqual(said.code, 0, said.err)
        self.assertIn('lacks 2 of the model\'s 7 features', said.out + said.err)


class Ai4i(support.CliTest):
    def setUp(self):
        if not os.path.exists(DATA):
            self.skipTest('ai4i2020.csv is not here')
        super().setUp()

    def test_presets(self):
        self.ok('import', DATA)
        plain = self.ok('train', '--trees', 200, '--seed', 1, '--formulas', 'none', timeout=600)
        self.assertEqual([f['name'] for f in self.ok('formulas', 'presets', '--add')['formulas']], PRESETS)
        model = self.ok('train', '--trees', 200, '--seed', 1, timeout=600)
        self.assertEqual((plain['features'], model['features']), (6, 11))
        self.assertEqual([f['name'] for f in model['formulas']], PRESETS)
        self.assertGreater(model['holdout']['roc_auc'], 0.97)
        self.assertGreater(model['holdout']['pr_auc'], 0.85)
        self.assertGreater(model['holdout']['pr_auc'], plain['holdout']['pr_auc'])

        described = self.ok('model', model['model_id'])
        self.assertEqual(described['formulas'][0]['inputs'], ['Torque', 'Rotational speed'])
        self.assertEqual([f['unit'] for f in described['features'] if f['name'] == 'power'], ['W'])
        # The model has its own copy of them.
        for name in PRESETS:
            self.ok('formulas', 'remove', name)
        evaluated = self.ok('evaluate', DATA, '--model', model['model_id'])
        self.assertEqual(evaluated['n'], 10000)
        self.ok('promote', model['model_id'], '--note', 'formulas')
        reasons = self.ok('explain', 'M14860')
        total = reasons['base'] + sum(c['contribution'] for c in reasons['contributions'])
        self.assertAlmostEqual(total, reasons['score'], delta=1e-9)
        value = {c['feature']: float(c['value'].split()[0]) for c in reasons['contributions']
                 if c['feature'] != 'Type'}
        self.assertAlmostEqual(value['power'], value['Torque'] * value['Rotational speed'] * 2 * math.pi / 60,
                               delta=1)
        self.assertAlmostEqual(value['temperature difference'],
                               value['Process temperature'] - value['Air temperature'], delta=0.11)
        scored = {c['car']: c['risk'] for c in self.ok('predict', DATA)['cars']}
        self.ok('score')
        listed = {c['car']: c['risk'] for c in self.ok('risks', '--all', '--limit', 10000)['cars']}
        self.assertGreater(len(listed), 9000)
        self.assertEqual({car: scored[car] for car in listed}, listed)


if __name__ == '__main__':
    support.main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each verb does what the contract says, and its document has the keys that the contract names."""

import json
import os
import sqlite3

import support

METRICS = ['n', 'positives', 'threshold', 'tp', 'fp', 'tn', 'fn', 'recall', 'precision', 'f1', 'mcc',
           'accuracy', 'balanced_accuracy', 'roc_auc', 'pr_auc', 'brier', 'log_loss', 'ece', 'sent_share',
           'lift']
COUNTS = ['n', 'positives', 'tp', 'fp', 'tn', 'fn']
TIME = r'^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{3})?$'


class Journey(support.CliTest):
    def assert_keys(self, document, *keys):
        for key in keys:
            self.assertIn(key, document)

    def assert_metrics(self, metrics):
        self.assert_keys(metrics, *METRICS)
        self.assert_keys(metrics['interval'], *[m for m in METRICS if m not in COUNTS + ['threshold']])
        self.assertEqual(metrics['tp'] + metrics['fp'] + metrics['tn'] + metrics['fn'], metrics['n'])
        self.assertEqual(metrics['tp'] + metrics['fn'], metrics['positives'])
        for name in COUNTS:
            self.assertEqual(metrics[name], int(metrics[name]))
        for name in ('roc_auc', 'brier', 'sent_share'):
            low, high = metrics['interval'][name]
            self.assertLessEqual(low, metrics[name])
            self.assertGreaterEqual(high, metrics[name])

    def test_inspect(self):
        path = self.write('cars.csv', support.table())
        document = self.ok('inspect', path)
        self.assert_keys(document, 'dialect', 'layout', 'columns', 'first_rows', 'notes')
        self.assertEqual(document['layout'], 'table')
        self.assertEqual(document['dialect']['delimiter'], ',')
        self.assertEqual(document['dialect']['decimal_mark'], '.')
        self.assertEqual(document['dialect']['header_line'], 1)
        roles = {c['name']: c['role'] for c in document['columns']}
        self.assertEqual(roles['Car'], 'car')
        self.assertEqual(roles['Failed'], 'label')
        self.assertEqual(roles['Line'], 'category')
        self.assertEqual([c['role'] for c in document['columns'] if c['name'].startswith('Torque')],
                         ['numeric'])
        for column in document['columns']:
            self.assertTrue(column['reason'])
        self.assertEqual(document['first_rows'][0][0], 'C000000')
        self.assertFalse(os.path.exists(self.database))

    def test_inspect_semicolons_and_commas(self):
        text = support.table(rows=60).replace('.', 'D').replace(',', ';').replace('D', ',')
        document = self.ok('inspect', self.write('cars.csv', text))
        self.assertEqual(document['dialect']['delimiter'], ';')
        self.assertEqual(document['dialect']['decimal_mark'], ',')

    def test_dialect(self):
        """What was found of a text can be said otherwise, of all files of a command."""
        rows = ''.join('B%d;M\u00e9dia;%d,%d\n' % (i, 40 + i % 9, i % 7) for i in range(60))
        path = self.write('cars.csv', ('Carro;Sa\u00edda;Torque\n' + rows).encode('cp850'))
        found = self.ok('inspect', path)
        self.assertEqual(found['dialect']['decimal_mark'], ',')
        self.assertNotIn('Sa\u00edda', [c['name'] for c in found['columns']])
        document = self.ok('inspect', path, '--charset', 'cp850', '--decimal', 'point')
        self.assertEqual(document['dialect']['decimal_mark'], '.')
        self.assertEqual([c['name'] for c in document['columns']], ['Carro', 'Sa\u00edda', 'Torque'])
        self.assertNotEqual(document['columns'][2]['role'], 'numeric')

        mapping = self.path('map.json')
        self.ok('inspect', path, '--charset', 'IBM850', '--write-map', mapping)
        dry = self.ok('import', path, '--charset', 'IBM850', '--map', mapping, '--decimal', 'point', '--dry-run')
        self.assertEqual((dry['rows_taken'], dry['cells_dropped']), (60, 60))
        report = self.ok('import', path, '--charset', 'IBM850', '--map', mapping)
        self.assertEqual((report['rows_taken'], report['cells_dropped']), (60, 0))
        for verb in ('inspect', 'import'):
            self.usage(verb, path, '--decimal', ';')
            self.usage(verb, path, '--charset', 'klingon')

    def test_mapping(self):
        path = self.write('cars.csv', support.table())
        mapping = self.path('map.json')
        self.ok('inspect', path, '--write-map', mapping)
        with open(mapping) as f:
            text = f.read()
        support.parse(text)
        report = self.ok('import', path, '--map', mapping)
        self.assertEqual(report['rows_taken'], 600)
        self.write('bad.json', '{"columns": 7')
        self.fails('import', path, '--map', self.path('bad.json'), mentions=['bad.json'])
        self.fails('import', path, '--map', self.path('none.json'), mentions=['none.json'])

    def test_import(self):
        path = self.write('cars.csv', support.table())
        before = support.dump(self.database)
        dry = self.ok('import', path, '--dry-run')
        self.assertEqual(support.dump(self.database), before)
        self.assertEqual([f for f in os.listdir(os.path.dirname(self.database)) if 'rodagem' in f], [])
        self.assertIsNone(dry['import_id'])
        self.fails('import', path, '--dry-run', '--mapping', 'none', mentions=['none'])
        self.assertFalse(os.path.exists(self.database))

        report = self.ok('import', path)
        self.assert_keys(report, 'import_id', 'layout', 'rows_read', 'rows_taken', 'rows_duplicate',
                         'rows_rejected', 'cars_new', 'cars_touched', 'from', 'to', 'warnings')
        self.assert_keys(report, 'failed', 'passed', 'unlabelled')
        self.assertEqual(report['layout'], 'table')
        self.assertEqual((report['rows_read'], report['rows_taken'], report['rows_duplicate'],
                          report['rows_rejected']), (600, 600, 0, 0))
        self.assertEqual((report['cars_new'], report['cars_touched']), (600, 600))
        self.assertEqual(report['failed'] + report['passed'], 600)
        self.assertIsNone(report['from'])
        self.assertEqual(report['files'][0]['import_id'], report['import_id'])
        for key in ('rows_read', 'rows_taken', 'rows_duplicate', 'rows_rejected', 'cars_new'):
            self.assertEqual(dry[key], report[key], key)

    def test_same_file_again(self):
        first = self.import_table()
        before = support.dump(self.database)
        again = self.ok('import', self.path('cars.csv'))
        self.assertEqual(again['already_imported'], first['import_id'])
        self.assertEqual(again['rows_taken'], 0)
        self.assertEqual(support.dump(self.database), before)
        copy = self.write('renamed.csv', support.table())
        self.assertEqual(self.ok('import', copy)['already_imported'], first['import_id'])

    def test_several_files(self):
        paths = [self.write('%d.csv' % i, support.table(rows=50, seed=i, first=50 * i)) for i in range(3)]
        document = self.ok('import', *paths)
        self.assertEqual([f['rows_taken'] for f in document['files']], [50, 50, 50])
        self.assertEqual(len(self.ok('imports')['imports']), 3)

    def test_several_files_one_unreadable(self):
        paths = [self.write('1.csv', support.table(rows=50)), self.path('none.csv')]
        self.fails('import', *paths, mentions=['none.csv'])
        self.assertEqual(self.ok('imports')['imports'], [])

    def test_several_files_one_fails_midway(self):
        """Rule 5: what was recognised but then cannot be taken; those before it stay and are told."""
        good = self.write('1.csv', support.table(rows=3000))
        lines = support.table(rows=3000, first=5000).splitlines()
        lines.append(lines[1])
        bad = self.write('2.csv', '\n'.join(lines) + '\n')
        result = self.run_cli('--json', 'import', good, bad)
        self.assertEqual(result.code, 1)
        self.assert_one_line(result.err)
        self.assertIn('2.csv', result.err)
        imports = self.ok('imports')['imports']
        if result.out:
            files = support.parse(result.out)['files']
            self.assertEqual([f['file'] for f in files], ['1.csv'])
            self.assertEqual([i['file'] for i in imports], ['1.csv'])
        else:
            self.assertEqual(imports, [])

    def test_imports_and_undo(self):
        first = self.import_table()
        row = self.ok('imports')['imports'][0]
        self.assert_keys(row, 'import_id', 'file', 'layout', 'state', 'rows_taken', 'from', 'to')
        self.assertEqual((row['file'], row['state'], row['rows_taken']), ('cars.csv', 'done', 600))
        self.assertRegex(row['imported_at'], TIME)
        self.assertEqual(self.ok('imports', first['import_id'])['imports'], [row])
        self.fails('imports', 99, mentions=['99'])
        self.fails('undo', 99, mentions=['99'])

        self.ok('undo', first['import_id'])
        self.assertEqual(self.ok('imports')['imports'][0]['state'], 'undone')
        self.fails('undo', first['import_id'])
        again = self.ok('import', self.path('cars.csv'))
        self.assertEqual((again['rows_taken'], again['cars_new']), (600, 600))
        self.assertNotEqual(again['import_id'], first['import_id'])

    def test_rejects(self):
        lines = support.table(rows=100).splitlines()
        lines[3] = 'C000002,57.1'
        lines[5] = lines[5].replace(lines[5].split(',')[1], 'n/a')
        report = self.ok('import', self.write('cars.csv', '\n'.join(lines) + '\n'))
        self.assertEqual((report['rows_read'], report['rows_taken'], report['rows_rejected']), (100, 99, 1))
        self.assertEqual(report['cells_dropped'], 1)
        rejects = self.ok('rejects', report['import_id'])['rejects']
        self.assertEqual(sorted(r['line'] for r in rejects), [4, 6])
        for reject in rejects:
            self.assert_keys(reject, 'line', 'column', 'reason', 'text')
            self.assertTrue(reject['reason'])
        self.assertIn('Torque', [r['column'] for r in rejects if r['line'] == 6][0])
        self.fails('rejects', 99, mentions=['99'])

    def test_train(self):
        document = self.trained()
        self.assert_keys(document, 'model_id', 'algorithm', 'features', 'rows_train', 'rows_holdout',
                         'split', 'holdout', 'oob', 'seconds')
        self.assertEqual(document['algorithm'], 'forest')
        self.assertEqual(document['split'], 'hash')
        self.assertEqual(document['features'], 4)
        self.assertEqual(document['rows_train'] + document['rows_holdout'], 600)
        self.assert_metrics(document['holdout'])
        self.assert_metrics(document['oob'])
        self.assertGreater(document['holdout']['roc_auc'], 0.6)

        self.assertEqual(self.ok('models')['models'][0]['model_id'], document['model_id'])
        costs = self.ok('train', '--trees', 10, '--cost-test', 1, '--cost-escape', 50, '--note', 'dear')
        capacity = self.ok('train', '--trees', 10, '--capacity', 5, '--cars-per-shift', 100)
        self.assertLess(costs['threshold'], 0.2)
        self.assertLess(capacity['oob']['sent_share'], 0.15)
        self.assertEqual(self.ok('model', costs['model_id'])['note'], 'dear')
        options = self.ok('train', '--trees', 10, '--mtry', 2, '--min-node-size', 20, '--holdout', 0.3,
                          '--threads', 1, '--algorithm', 'forest')
        self.assertAlmostEqual(options['rows_holdout'] / 600, 0.3, delta=0.02)

    def test_models(self):
        self.assertEqual(self.ok('models'), {'models': []})
        model = self.trained()['model_id']
        row = self.ok('models')['models'][0]
        self.assert_keys(row, 'model_id', 'state', 'algorithm', 'trained_at', 'holdout')
        self.assertEqual(row['state'], 'candidate')
        self.assertRegex(row['trained_at'], TIME)
        self.assert_metrics(row['holdout'])

        document = self.ok('model', model)
        self.assertEqual(document['holdout'], row['holdout'])
        self.assertEqual({f['name'] for f in document['features']},
                         {c for c in ('Torque [Nm]', 'Angle [deg]', 'Torque', 'Angle', 'Line', 'Noise')
                          if c in {f['name'] for f in document['features']}})
        self.assertTrue(document['features'][0]['name'].startswith('Torque'))
        self.assertGreater(document['features'][0]['importance'], document['features'][1]['importance'])
        self.assertIsInstance(document['blocked'], list)
        self.fails('model', 99, mentions=['99'])

    def test_promotion(self):
        first = self.trained()['model_id']
        second = self.ok('train', '--trees', 10, '--seed', 2)['model_id']
        history = self.ok('history')
        self.assertEqual((history['active'], history['previous'], history['history']), (None, None, []))
        self.fails('rollback')
        self.fails('promote', 99, '--note', 'x', mentions=['99'])

        self.assertEqual(self.ok('promote', first, '--note', 'one'), {'active': first, 'previous': None})
        self.assertEqual(self.ok('promote', second, '--note', 'two'), {'active': second, 'previous': first})
        self.fails('promote', second, '--note', 'again')
        states = {m['model_id']: m['state'] for m in self.ok('models')['models']}
        self.assertEqual(states, {first: 'retired', second: 'active'})

        back = self.ok('rollback')
        self.assertEqual((back['active'], back['previous']), (first, second))
        history = self.ok('history')
        self.assertEqual((history['active'], history['previous']), (first, second))
        self.assertEqual([h['note'] for h in history['history']][1:], ['two', 'one'])
        self.assertEqual([h['active'] for h in history['history']], [first, second, first])
        states = {m['model_id']: m['state'] for m in self.ok('models')['models']}
        self.assertEqual(states[first], 'active')
        self.assertNotEqual(states[second], 'active')

    def waiting(self):
        """600 labelled cars, an active model, and 40 cars that wait."""
        model = self.trained(trees=50)['model_id']
        self.ok('promote', model, '--note', 'first')
        lines = support.table(rows=40, seed=9, first=1000).splitlines()
        waiting = [lines[0]] + [line.rsplit(',', 1)[0] + ',' for line in lines[1:]]
        mapping = self.path('map.json')
        self.ok('inspect', self.path('cars.csv'), '--write-map', mapping)
        report = self.ok('import', self.write('waiting.csv', '\n'.join(waiting) + '\n'), '--map', mapping)
        self.assertEqual(report['rows_taken'], 40)
        return model

    def test_risks(self):
        model = self.waiting()
        score = self.ok('score')
        self.assert_keys(score, 'cars', 'seconds')
        self.assertGreaterEqual(score['cars'], 40)

        document = self.ok('risks')
        cars = document['cars']
        self.assertEqual(len(cars), 40)
        self.assertEqual(document['model_id'], model)
        for car in cars:
            self.assert_keys(car, 'car', 'risk', 'low', 'high', 'recommendation', 'zones', 'reasons')
            self.assertIn(car['recommendation'], ('long', 'short'))
            self.assertLessEqual(car['low'], car['risk'])
            self.assertLessEqual(car['risk'], car['high'])
            self.assertEqual(car['zones'], [])
            self.assertGreater(len(car['reasons']), 0)
            for reason in car['reasons']:
                self.assert_keys(reason, 'feature', 'value', 'contribution', 'text')
        self.assertEqual([c['risk'] for c in cars], sorted((c['risk'] for c in cars), reverse=True))
        for car in cars:
            self.assertEqual(car['recommendation'] == 'long', car['risk'] >= document['threshold'])

        self.assertEqual(self.ok('risks', '--limit', 3)['cars'], cars[:3])
        everything = self.ok('risks', '--all', '--limit', 10000)['cars']
        self.assertEqual(len(everything), 640)
        self.assertEqual(len([c for c in everything if c['past']]), self.ok('models')['models'][0]['rows_train'])
        self.assertEqual(len(self.ok('risks', '--all')['cars']), 100)
        self.assertEqual(self.ok('risks', '--since', '2999-01-01')['cars'], [])

        other = self.ok('train', '--trees', 10, '--seed', 5)['model_id']
        self.ok('score', '--model', other)
        self.assertEqual(self.ok('risks', '--model', other)['model_id'], other)
        self.assertEqual(self.ok('risks')['cars'], cars)
        self.fails('score', '--model', 99, mentions=['99'])
        self.fails('risks', '--model', 99, mentions=['99'])

        text = self.run_cli('risks', '--limit', 2)
        self.assertEqual(text.code, 0)
        self.assertIn(cars[0]['car'], text.out)

    def test_no_active_model(self):
        self.trained()
        for verb in (['score'], ['risks'], ['predict', self.path('cars.csv')],
                     ['evaluate', self.path('cars.csv')], ['explain', 'C000001']):
            self.fails(*verb)

    def test_explain(self):
        self.waiting()
        self.ok('score')
        for code in ('C001003', 'C000005'):
            document = self.ok('explain', code)
            self.assert_keys(document, 'base', 'score', 'risk', 'contributions')
            total = document['base'] + sum(c['contribution'] for c in document['contributions'])
            if not document['past']:
                self.assertAlmostEqual(total, document['score'], delta=1e-9)
            self.assertEqual(len(document['contributions']), 4)
            for contribution in document['contributions']:
                self.assert_keys(contribution, 'feature', 'value', 'contribution')
        self.fails('explain', 'C999999', mentions=['C999999'])
        self.assertIn('C001003', self.run_cli('explain', 'C001003').out)

    def test_predict(self):
        self.waiting()
        self.ok('score')
        before = support.dump(self.database)
        document = self.ok('predict', self.path('waiting.csv'), '--map', self.path('map.json'), '--explain')
        cars = {c['car']: c for c in document['cars']}
        self.assertEqual(len(cars), 40)
        for car in self.ok('risks')['cars']:
            self.assertEqual(cars[car['car']]['risk'], car['risk'])
            self.assertEqual(cars[car['car']]['recommendation'], car['recommendation'])
            self.assertEqual(cars[car['car']]['reasons'][0], car['reasons'][0])
        plain = self.ok('predict', self.path('waiting.csv'), '--map', self.path('map.json'))
        self.assertEqual([c['reasons'] for c in plain['cars']], [[]] * 40)
        self.assertEqual(support.dump(self.database), before)
        self.fails('predict', self.path('none.csv'), mentions=['none.csv'])

    def test_evaluate(self):
        model = self.waiting()
        path = self.write('fresh.csv', support.table(rows=500, seed=77, first=5000))
        before = support.dump(self.database)
        metrics = self.ok('evaluate', path)
        self.assert_metrics(metrics)
        self.assertEqual(metrics['n'], 500)
        self.assertGreater(metrics['roc_auc'], 0.6)
        self.assertEqual(self.ok('evaluate', path, '--model', model), metrics)
        self.assertEqual(support.dump(self.database), before)

    def test_dialect_of_what_is_not_imported(self):
        """As with import, what was found of a file can be said otherwise: 61,5 is one number, or none."""
        self.waiting()
        text = support.table(rows=300, seed=78, first=5000)
        path = self.write('point.csv', text)
        comma = self.write('comma.csv', text.replace(',', ';').replace('.', ','))
        for verb in ('predict', 'evaluate'):
            plain = self.ok(verb, path)
            self.assertEqual(self.ok(verb, comma), plain)
            self.assertEqual(self.ok(verb, comma, '--decimal', 'comma', '--charset', 'ISO-8859-1'), plain)
            self.assertNotEqual(self.ok(verb, comma, '--decimal', 'point'), plain)
            self.usage(verb, path, '--decimal', ';')
            self.usage(verb, path, '--charset', 'klingon')

    def test_file_that_lacks_features(self):
        """Risks of half a table are less sure: that is said, and which rows were no use."""
        self.waiting()
        lines = support.table(rows=300, seed=78, first=5000).splitlines()
        whole, half = self.write('whole.csv', '\n'.join(lines) + '\n'), self.path('half.csv')
        self.write('half.csv', '\n'.join(','.join(line.split(',')[i] for i in (0, 1, 2, 5)) for line in lines) +
                   '\nC1,2\n')
        for verb in ('predict', 'evaluate'):
            self.assertEqual(self.ok(verb, whole)['warnings'], [])
            warnings = self.ok(verb, half)['warnings']
            self.assertEqual(len(warnings), 2)
            self.assertIn('lacks 2 of the model', warnings[0])
            self.assertIn('1 row could not be read', warnings[1])
            self.assertIn(warnings[0], self.run_cli(verb, half).out)

    def test_values_that_count_as_missing(self):
        """What is in the file and the model cannot take is told; a cell that is empty is no surprise."""
        self.waiting()
        rows = [line.split(',') for line in support.table(rows=300, seed=78, first=5000).splitlines()]
        rows[1][1] = ''
        clean = self.write('clean.csv', '\n'.join(map(','.join, rows)) + '\n')
        long = 'Z' * 50
        rows[5][3], rows[6][3], rows[7][3] = long, 'ZZ', 'ZZ'
        rows[6][1], rows[7][1], rows[8][2], rows[9][4] = 'abc', '1e999', '1e300', 'é'
        odd = self.write('odd.csv', '\n'.join(map(','.join, rows)) + '\n')
        rows[1][3] = 'one'
        one = self.write('one.csv', '\n'.join(map(','.join, rows[:2])) + '\n')
        for verb in ('predict', 'evaluate'):
            self.assertEqual(self.ok(verb, clean)['warnings'], [])
            warnings = self.ok(verb, odd)['warnings']
            self.assertEqual(warnings, [
                '4 cells could not be read as numbers (line 7, column “Torque” for one); '
                'they count as not measured.',
                '“Line”: 3 cars have a value that the model never saw, “%s…” for one; '
                'it counts as not measured.' % long[:39]])
            text = self.run_cli(verb, odd).out
            for warning in warnings:
                self.assertIn(warning, text)
        self.assertEqual(self.ok('predict', one)['warnings'],
                         ['“Line”: 1 car has a value that the model never saw, “one”; '
                          'it counts as not measured.'])

    def test_unseen_person_is_not_named(self):
        """Who did something can be a category where a mapping asks for it; the warning is without a name."""
        roles = {'Car': 'car', 'Torque [Nm]': 'numeric', 'Angle [deg]': 'numeric', 'USUARIO': 'category',
                 'Noise': 'numeric', 'Failed': 'label'}
        mapping = self.write('map.json', json.dumps({
            'rodagem_mapping': 1, 'layout': 'table', 'date_order': 'day_first',
            'columns': [{'name': n, 'role': r} for n, r in roles.items()]}))
        self.ok('import', self.write('who.csv', support.table().replace('Line', 'USUARIO', 1)), '--map', mapping)
        model = self.ok('train', '--trees', 10)['model_id']
        fresh = self.write('fresh.csv', 'Car,Torque [Nm],Angle [deg],USUARIO,Noise\nX1,59,120,Maria,0.5\n'
                                        'X2,n/k,120,"Jo\u00e3o",0.5\n')
        self.assertEqual(self.ok('predict', fresh, '--model', model)['warnings'], [
            '1 cell could not be read as a number (line 3, column “Torque”); it counts as not measured.',
            '“USUARIO”: 2 cars have a value that the model never saw; it counts as not measured.'])

    def test_values_of_cars_learned_from(self):
        """Their risk is the one that the model kept: what the file says of them changes nothing, and that
        is told."""
        trained = self.waiting()
        rows = [line.split(',') for line in support.table(rows=600).splitlines()]
        said = '%d of these cars are among those the model learned from: their risk is what was said without ' \
               'having learned from them, whatever this file says of them.'
        for model, options in ((trained, None), (None, ['svm']), (None, ['boosted'])):
            if model is None:
                model = self.ok('train', '--seed', 1, '--algorithm', *options)['model_id']
            path = self.write('learned.csv', '\n'.join(map(','.join, rows)) + '\n')
            cars = self.ok('predict', path, '--model', model)
            n = len([c for c in cars['cars'] if c['past']])
            self.assertGreater(n, 100)
            self.assertEqual(cars['warnings'], [said % n])
            self.assertEqual(self.ok('evaluate', path, '--model', model)['warnings'], [said % n])
            self.assertIn(said % n, self.run_cli('predict', path, '--model', model).out)

            other = self.write('other.csv', '\n'.join(','.join(['C%06d' % (7000 + i)] + row[1:]) if i else
                                                      ','.join(row) for i, row in enumerate(rows)) + '\n')
            self.assertEqual(self.ok('predict', other, '--model', model)['warnings'], [])

    def test_scores_of_touched_cars(self):
        """What an import changes of a car is told, and has no risk until the car is scored anew."""
        self.waiting()
        self.assertEqual(self.ok('score')['cars'], 640)
        more = self.write('more.csv', 'Car,Torque [Nm],Extra\nC001003,61.5,4\nC001004,60.2,5\nD1,55,6\n')
        report = self.ok('import', more)
        self.assertEqual((report['cars_touched'], report['cars_unscored']), (3, 2))
        cars = [c['car'] for c in self.ok('risks', '--limit', 1000)['cars']]
        self.assertEqual(len(cars), 38)
        self.assertNotIn('C001003', cars)
        self.ok('score')
        self.assertEqual(len(self.ok('risks', '--limit', 1000)['cars']), 41)

        result = self.run_cli('undo', report['import_id'])
        self.assertIn('2 cars are left out of “risks”', result.out)
        self.assertEqual(len(self.ok('risks', '--limit', 1000)['cars']), 38)
        self.assertEqual(self.ok('score')['cars'], 640)
        self.assertEqual(len(self.ok('risks', '--limit', 1000)['cars']), 40)

    def test_outcome(self):
        self.waiting()
        self.ok('score')
        car = self.ok('risks')['cars'][0]['car']
        document = self.ok('outcome', car, 'failed', '--zone', 'front', '--note', 'noise at 60')
        self.assertEqual((document['car'], document['outcome']), (car, 'failed'))
        self.assertNotIn(car, [c['car'] for c in self.ok('risks')['cars']])
        everything = {c['car']: c for c in self.ok('risks', '--all', '--limit', 10000)['cars']}
        self.assertEqual(everything[car]['outcome'], 'failed')
        self.ok('outcome', car, 'passed')
        everything = {c['car']: c for c in self.ok('risks', '--all', '--limit', 10000)['cars']}
        self.assertEqual(everything[car]['outcome'], 'passed')
        self.fails('outcome', 'C999999', 'passed', mentions=['C999999'])

    def test_text(self):
        """Without --json every verb says something, and on standard output alone."""
        model = self.waiting()
        self.ok('score')
        for args in (['inspect', self.path('cars.csv')], ['imports'], ['rejects', 1], ['models'],
                     ['model', model], ['history'], ['risks'], ['explain', 'C001003'], ['score'],
                     ['predict', self.path('waiting.csv'), '--map', self.path('map.json')],
                     ['evaluate', self.path('cars.csv')], ['outcome', 'C001003', 'passed'],
                     ['train', '--trees', 5], ['promote', model + 1, '--note', 'n'], ['rollback'],
                     ['undo', 2], ['import', self.path('waiting.csv'), '--map', self.path('map.json')],
                     ['simulate', '--cars', 50, '--days', 1, '--out', self.path('plant')]):
            result = self.run_cli(*args)
            self.assertEqual((result.code, result.err), (0, ''), args)
            self.assertGreater(len(result.out), 10, args)
            self.assertTrue(result.out.endswith('\n'), args)

    def test_saved_mapping(self):
        """A mapping saved once is used for the next file by its name."""
        first = self.write('june.csv', 'car,torque,result\n' + ''.join(
            'A%d,%d,%s\n' % (i, i % 9, 'BAD' if i % 4 == 0 else 'GOOD') for i in range(40)))
        second = self.write('july.csv', 'car,torque,result\nB1,3,BAD\nB2,4,GOOD\nB3,5,GOOD\n')
        self.ok('inspect', first, '--write-map', self.path('map.json'))
        self.usage('mappings', '--save', 'plant table')
        self.usage('mappings', '--save', 'a', '--remove', 'b')
        saved = self.ok('mappings', '--save', 'plant table', '--file', first, '--map', self.path('map.json'))
        self.assertEqual([m['name'] for m in saved['mappings']], ['plant table'])
        self.fails('import', second, '--mapping', 'another', mentions=['another'])
        self.usage('import', second, '--mapping', 'plant table', '--map', self.path('map.json'))
        self.assertEqual(self.ok('import', second, '--mapping', 'plant table')['rows_taken'], 3)
        self.assertEqual(self.ok('mappings', '--remove', 'plant table')['mappings'], [])
        self.fails('mappings', '--remove', 'plant table', mentions=['plant table'])

    def test_watch(self):
        """What lies in a folder is taken in, a bad file is told and is no end, and twice is once."""
        folder = self.path('arrivals')
        os.mkdir(folder)
        self.write('arrivals/a.csv', 'car,torque,failed\nB1,3,1\nB2,4,0\nB3,5,0\n')
        self.write('arrivals/b.csv', b'\x00\x01\x02binary')
        result = self.run_cli('--json', 'watch', folder, '--seconds', 5)
        self.assertEqual(result.code, 0, result.err)
        files = support.parse(result.out)['files']
        self.assertEqual([os.path.basename(f['file']) for f in files], ['a.csv', 'b.csv'])
        self.assertEqual(files[0]['rows_taken'], 3)
        self.assertIn('b.csv', files[1]['error'])
        self.assertEqual(len(self.ok('imports')['imports']), 1)
        result = self.run_cli('--json', 'watch', folder, '--seconds', 5)
        self.assertEqual(support.parse(result.out)['files'][0]['already_imported'], 1)
        self.fails('watch', self.path('none'), mentions=['none'])

    def test_read_only_file(self):
        self.waiting()
        self.ok('score')
        with open(self.database, 'rb') as f:
            self.assertEqual(f.read(16), b'SQLite format 3\0')
        connection = sqlite3.connect(self.database)
        self.assertNotEqual(connection.execute('PRAGMA application_id').fetchone()[0], 0)
        self.assertEqual(connection.execute('PRAGMA integrity_check').fetchone()[0], 'ok')
        self.assertEqual(connection.execute('PRAGMA foreign_key_check').fetchall(), [])
        connection.close()


if __name__ == '__main__':
    support.main()

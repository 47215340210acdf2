#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""libsvm's two text formats, both ways: sparse tables and models, against its own programs."""

import gzip
import math
import os
import random
import shutil
import subprocess

import support

TRAIN = ['svm-train', '-q']


def sparse(n=400, seed=1, classes=('+1', '-1')):
    """Rows of five features, some 0; the first two tell, the last is far from 1."""
    rng = random.Random(seed)
    lines = []
    for _ in range(n):
        values = [rng.gauss(0, 1) if rng.random() < 0.8 else 0 for _ in range(5)]
        failed = values[0] - values[1] + rng.gauss(0, 0.5) > 1
        values[4] = 300 + 100 * values[4]
        pairs = ['%d:%.6g' % (i + 1, v) for i, v in enumerate(values) if v]
        lines.append(' '.join([classes[0] if failed else classes[1]] + pairs))
    return lines


def decide(model, line):
    """What a model of libsvm says of a row, as its manual defines it."""
    head, vectors = model.split('\nSV\n')
    fields = dict(field.split(' ', 1) for field in head.split('\n'))
    row = {int(k): float(v) for k, v in (pair.split(':') for pair in line.split()[1:])}
    total = -float(fields['rho'])
    for vector in vectors.strip().split('\n'):
        coefficient, *pairs = vector.split()
        other = {int(k): float(v) for k, v in (pair.split(':') for pair in pairs)}
        if fields['kernel_type'] == 'linear':
            kernel = sum(value * other.get(k, 0) for k, value in row.items())
        else:
            kernel = math.exp(-float(fields['gamma']) * sum(
                (row.get(k, 0) - other.get(k, 0)) ** 2 for k in set(row) | set(other)))
        total += float(coefficient) * kernel
    return total if fields['label'].split()[0] in ('1', '+1') else -total


class Table(support.CliTest):
    def test_inspect_and_import(self):
        lines = ['# made by hand', '+1 1:0.5 3:-2e1 # a tail', '', '-1 2:1', '-1', '1 3:+7']
        for name in ('a.libsvm', 'a.svm', 'a.txt', 'a.dat'):
            path = self.write(name, '\r\n'.join(lines))
            document = self.ok('inspect', path)
            self.assertEqual((document['dialect']['kind'], document['dialect']['header_line']),
                             ('sparse', 0))
            self.assertEqual([(c['name'], c['role']) for c in document['columns']],
                             [('label', 'label'), ('1', 'numeric'), ('2', 'numeric'), ('3', 'numeric')])
        document = self.ok('import', path)
        self.assertEqual((document['rows_read'], document['rows_taken'], document['failed'],
                          document['passed'], document['layout']), (4, 4, 2, 2, 'table'))
        self.assertTrue(any('does not name is 0' in text for text in document['warnings']))
        rows = self.ok('sql', 'SELECT code FROM car ORDER BY code')['rows']
        self.assertEqual([str(row[0]) for row in rows], ['2', '4', '5', '6'])
        with gzip.open(self.path('b.txt.gz'), 'wt') as packed:
            packed.write('\n'.join(lines))
        self.assertEqual(self.ok('inspect', self.path('b.txt.gz'))['dialect']['kind'], 'sparse')

    def test_rejects(self):
        bad = {'1 3:7 1:2': 7, 'yes 1:3': 1, '-1 3:nan': 4, '+1 0:3': 4, '-1 2:1 2:1': 8, '-1 1:1:1': 4,
               '-1 1.5:1': 4, '1 1:0,5': 3, '1 99999:1': 3, '1 1:': 3, '1 3': 3, '1 1:0x1p3': 3}
        lines = sparse(30) + list(bad) + sparse(10, 2)
        document = self.ok('import', self.write('rows.libsvm', '\n'.join(lines) + '\n'))
        self.assertEqual((document['rows_read'], document['rows_taken'], document['rows_rejected']),
                         (len(lines), 40, len(bad)))
        rejects = self.ok('rejects', document['import_id'])['rejects']
        self.assertEqual([r['line'] for r in rejects], [31 + i for i in range(len(bad))])
        for reject, (line, place) in zip(rejects, bad.items()):
            self.assertIn('character %d:' % place, reject['reason'], line)

    def test_refused(self):
        """Not a row, but the file: a car has either passed or failed."""
        for lines, mentions in ((['3 1:1', '1 2:4'], ['line 1', 'label is 3']),
                                (['1 1:1', '-1 2:4', '0.25 2:1'], ['line 3', '0.25']),
                                (['1 1:1', '0 2:4', '-1 2:1'], ['line 2', 'three classes']),
                                (['1 0:1', '0 0:4'], ['rejected']),
                                (['1 20001:1', '0 1:4'], ['20002', '20000'])):
            path = self.write('bad.libsvm', '\n'.join(lines) + '\n')
            self.fails('import', path, mentions=mentions)
            self.assertEqual(self.ok('imports')['imports'], [])

    def test_what_looks_like_it(self):
        """A table with a header stays one."""
        path = self.write('t.txt', 'car;12:30;label\n' + ''.join('%d;1:%d;%d\n' % (i, i, i % 2)
                                                                 for i in range(20)))
        self.assertEqual(self.ok('inspect', path)['dialect']['kind'], 'text')

    def test_verbs(self):
        path = self.write('train.libsvm', '\n'.join(sparse(600)) + '\n')
        self.ok('import', path)
        model = self.ok('train', '--trees', 50)
        self.assertEqual(model['features'], 5)
        self.assertGreater(model['holdout']['roc_auc'], 0.85)
        self.ok('promote', model['model_id'], '--note', 'first')
        # A feature that no row of the file names is 0, as in any other file.
        fresh = [line.split(' 5:')[0] for line in sparse(200, 3, ('1', '0'))]
        short = self.ok('predict', self.write('fresh.txt', '\n'.join(fresh) + '\n'))
        whole = self.ok('predict', self.write('whole.txt', '\n'.join(
            fresh + ['0 5:1']) + '\n'))
        self.assertEqual({c['car']: c['risk'] for c in short['cars']},
                         {c['car']: c['risk'] for c in whole['cars'] if c['car'] != '201'})
        metrics = self.ok('evaluate', self.write('judge.txt', '\n'.join(sparse(300, 4)) + '\n'))
        self.assertEqual(metrics['n'], 300)
        self.assertGreater(metrics['roc_auc'], 0.85)


class Exported(support.CliTest):
    def test_round_trip(self):
        """A table that went through libsvm's format, scaled, comes back as it was."""
        self.import_table(rows=500, missing=0.1)
        first = self.ok('train', '--algorithm', 'svm', '--svm-cost', 1, '--svm-gamma', 0.1)
        # Others than those it was trained on, whose scores are not its own.
        table = self.write('others.csv', support.table(rows=300, seed=2, missing=0.1, first=1000))
        self.ok('promote', first['model_id'], '--note', 'x')
        exported = self.ok('export-svm', self.path('m'), '--rows', table)
        self.assertTrue(os.path.exists(self.path('m.inputs')))
        self.assertTrue(os.path.exists(self.path('m.rows.inputs')))
        before = [c['risk'] for c in sorted(self.ok('predict', table)['cars'],
                                            key=lambda c: c['car'])]
        names = {c['name']: c['role'] for c in self.ok('inspect', table)['columns']}
        read = {c['name']: c['role'] for c in self.ok('inspect', exported['rows_file'])['columns']}
        for name, role in read.items():
            self.assertEqual(names.get(name, role), role)
        after = [c['risk'] for c in sorted(self.ok('predict', exported['rows_file'])['cars'],
                                           key=lambda c: int(c['car']))]
        self.assertEqual(len(before), len(after))
        for a, b in zip(before, after):
            self.assertAlmostEqual(a, b, places=6)

        # Of a folder with both, only the rows are a table.
        self.database, database = self.path('folder.rodagem'), self.database
        os.mkdir(self.path('folder'))
        for name in ('m', 'm.inputs', 'm.rows', 'm.rows.inputs'):
            shutil.copy(self.path(name), self.path('folder', name))
        document = self.ok('import', self.path('folder'))
        self.assertEqual((document['rows_taken'], len(document['files']), len(document['skipped'])),
                         (300, 1, 3))
        self.fails('import', self.path('m'), mentions=['import-model'])
        self.database = database

        # And so does the model, beside which lies what its inputs are.
        again = self.ok('import-model', self.path('m'))
        self.assertEqual((again['features'], again['svm']['vectors']),
                         (first['features'], first['svm']['vectors']))
        risks = [self.ok('predict', table, '--model', again['model_id'])['cars'] for _ in range(2)]
        self.assertEqual(risks[0], risks[1])
        self.ok('export-svm', self.path('n'), '--model', again['model_id'])
        with open(self.path('m')) as one, open(self.path('n')) as other:
            self.assertEqual(sorted(one.read().split('\n')), sorted(other.read().split('\n')))
        with open(self.path('m.inputs')) as one, open(self.path('n.inputs')) as other:
            self.assertEqual(one.read(), other.read())

    def machines(self, name, seed, n=300):
        """Cars as ai4i's, whose failures follow the power alone."""
        rng = random.Random(seed)
        rows = ['Identifier,Category,Torque [Nm],Rotational speed [rpm],Wear,Failure']
        for i in range(n):
            torque, speed = rng.uniform(20, 60), rng.uniform(1200, 1900)
            rows.append('U%d%05d,%s,%s,%.1f,%d,%d' % (
                seed, i, 'LMH'[i % 3], '' if i % 50 == 7 else '%.1f' % torque, speed, i % 200,
                torque * speed * 2 * math.pi / 60 > 8000))
        return self.write(name, '\n'.join(rows) + '\n')

    def test_formulas(self):
        """What the model computes, it computes again once it has been away."""
        self.ok('import', self.machines('one.csv', 1))
        self.ok('formulas', 'add', 'power', '"Torque [Nm]" * "Rotational speed" * 2 * pi / 60', '--unit', 'W')
        self.ok('formulas', 'add', 'aged; power', 'Torque * "Rotational speed" * (Wear + 1)')
        first = self.ok('train', '--algorithm', 'svm', '--svm-cost', 1, '--svm-gamma', 0.1,
                        '--formulas', 'all')
        self.assertEqual(first['features'], 6)
        self.ok('export-svm', self.path('m'), '--model', first['model_id'])
        # It has its own.
        for name in ('power', 'aged; power'):
            self.ok('formulas', 'remove', name)
        again = self.ok('import-model', self.path('m'))
        one, other = (self.ok('model', m['model_id']) for m in (first, again))
        self.assertEqual([f['name'] for f in other['formulas']], ['aged; power', 'power'])
        self.assertEqual(one['formulas'], other['formulas'])

        table = self.machines('two.csv', 2, 300)
        native, foreign = (self.ok('predict', table, '--model', m['model_id']) for m in (first, again))
        self.assertFalse([w for w in foreign['warnings'] if 'lacks' in w])
        scores, again_scores = ({c['car']: c['score'] for c in said['cars']} for said in (native, foreign))
        self.assertEqual(scores.keys(), again_scores.keys())
        for car, score in scores.items():
            self.assertAlmostEqual(score, again_scores[car], places=6)
        self.ok('promote', again['model_id'], '--note', 'x')
        judged = self.ok('evaluate', table)
        self.assertGreater(judged['tp'], 0)
        self.assertGreater(judged['roc_auc'], 0.9)
        self.ok('export-svm', self.path('n'))
        with open(self.path('m.inputs')) as a, open(self.path('n.inputs')) as b:
            good = a.read()
            self.assertEqual(good, b.read())

        # It may come from anywhere.
        number = [s.split(']')[0] for s in good.split('\n[') if '\nname=power\n' in s][0]
        lines = {line.split('=')[0]: line for line in good.split('\n[%s]' % number)[1].split('\n') if '=' in line}
        models = self.ok('models')
        for line, wrong, mentions in (
                ('expression', 'expression=', ['power']), ('expression', 'expression=Torque * (2', ['position']),
                ('expression', 'expression=Torque * Torq', ['position 10', 'Torq']),
                ('expression', 'expression=Category * 2', ['position 1', 'category']),
                ('expression', 'expression="aged; power" * 2', ['position 1', 'aged; power']),
                ('expression', 'expression=power * 2', ['position 1']),
                ('expression', 'expression=' + '1+' * 5000 + 'Torque', ['power']),
                ('expression', 'expression=\\q', ['position 1']),
                ('unit', 'unit=' + 'W' * 50, ['unit']),
                ('name', 'name=Torque', ['same name'])):
            bad = good.replace('\n[%s]\n' % number, '\n[%s]\n#\n' % number).replace(lines[line], wrong)
            self.assertNotEqual(bad.replace('#\n', ''), good)
            self.write('m.inputs', bad)
            self.fails('import-model', self.path('m'), mentions=['feature %s ' % number, *mentions])
        self.assertEqual(self.ok('models'), models)

    def test_broken_inputs(self):
        path = self.write('rows.svm', '\n'.join(sparse(40)) + '\n')
        good = '[rodagem-svm-inputs]\nversion=1\nfeatures=1\n[1]\nname=a\ngaps=false\nas-is=false\nmean=%s\nfactor=%s\n'
        for text in ('', 'x', good % ('nan', '1'), good % ('1', '-1'), good % ('1e300', '1'),
                     (good % ('1', '1')).replace('features=1', 'features=2'),
                     (good % ('1', '1')).replace('features=1', 'features=99999999999'),
                     (good % ('1', '1')).replace('version=1', 'version=2')):
            self.write('rows.svm.inputs', text)
            self.fails('inspect', path, mentions=['rows.svm.inputs'])
        # It tells of one input, and the rows have five.
        self.write('rows.svm.inputs', good % ('1', '1'))
        self.fails('import', path, mentions=['40', 'rejected'])


class Model(support.CliTest):
    def setUp(self):
        super().setUp()
        if shutil.which('svm-train') is None:
            self.skipTest('libsvm-tools is not installed')

    def made(self, lines, *options):
        rows = self.write('rows', '\n'.join(lines) + '\n')
        path = self.path('theirs')
        subprocess.run([*TRAIN, *options, rows, path], check=True)
        return rows, path

    def said(self, rows, path, *options):
        out = self.path('said')
        subprocess.run(['svm-predict', *options, rows, path, out], check=True,
                       stdout=subprocess.DEVNULL)
        with open(out, encoding='ascii') as lines:
            return lines.read().split('\n')[:-1]

    def check(self, classes, *options):
        lines = sparse(300, 5, classes)
        rows, path = self.made(lines, *options)
        imported = self.ok('import-model', path, '--note', 'from elsewhere')
        with open(path, encoding='ascii') as file:
            text = file.read()
        self.assertEqual(imported['svm']['vectors'], text.split('\nSV\n')[1].count('\n'))
        self.assertIsNone(imported['svm']['cost'])
        cars = {int(c['car']): c for c in
                self.ok('predict', rows, '--model', imported['model_id'])['cars']}
        self.assertEqual(len(cars), 300)
        for i, (line, label) in enumerate(zip(lines, self.said(rows, path))):
            car = cars[i + 1]
            decision = decide(text, line)
            if abs(decision) > 1e-5:
                self.assertEqual(car['recommendation'] == 'long', float(label) == 1, (line, decision))
            if '-b' not in options:
                self.assertAlmostEqual(math.log(car['risk'] / (1 - car['risk'])),
                                       max(min(decision, 13), -13), delta=1e-4)
            # Nothing is known of how sure it is.
            self.assertEqual((car['low'], car['high']), (0, 1))
        if '-b' in options:
            said = self.said(rows, path, '-b', '1')
            first = said[0].split()[1:].index('1')
            for i, line in enumerate(said[1:]):
                self.assertAlmostEqual(cars[i + 1]['risk'], float(line.split()[1 + first]), places=4)
        self.assertEqual(any('not calibrated' in w for w in imported['warnings']), '-b' not in options)

        # Written again, it says the same.
        self.ok('export-svm', self.path('ours'), '--model', imported['model_id'])
        self.assertEqual([float(x) == 1 for x in self.said(rows, path)],
                         [float(x) == 1 for x in self.said(rows, self.path('ours'))])
        again = self.ok('import-model', self.path('ours'))
        self.assertEqual(any('not calibrated' in w for w in again['warnings']), '-b' not in options)
        return imported

    def test_rbf(self):
        self.check(('1', '-1'), '-g', '0.0001', '-c', '10')

    def test_linear_flipped(self):
        # The class that comes first in the file is svm-train's first.
        imported = self.check(('1', '0'), '-t', '0', '-c', '0.01')
        model = self.ok('model', imported['model_id'])
        self.assertEqual(model['svm']['kernel'], 'linear')
        self.assertIsNone(self.ok('models')['models'][0]['holdout']['roc_auc'])

    def test_probabilities(self):
        self.check(('+1', '-1'), '-b', '1', '-g', '0.0001', '-c', '10')

    def test_used(self):
        """Promoted, it scores what waits, explains it, and is judged."""
        lines = sparse(300, 5)
        rows, path = self.made(lines, '-g', '0.0001', '-b', '1')
        imported = self.ok('import-model', path)
        self.ok('promote', imported['model_id'], '--note', 'x')
        metrics = self.ok('evaluate', self.write('more', '\n'.join(sparse(300, 6)) + '\n'))
        self.assertGreater(metrics['roc_auc'], 0.7)
        self.ok('import', rows)
        self.ok('score')
        self.assertEqual(len(self.ok('risks', '--all', '--limit', 1000)['cars']), 300)
        car = self.ok('explain', '7')
        total = car['base'] + sum(c['contribution'] for c in car['contributions'])
        self.assertAlmostEqual(total, car['score'], delta=1e-9)
        # What it goes by is told from the cars that became its vectors.
        shares = {f['name']: f['importance'] for f in self.ok('model', imported['model_id'])['features']}
        self.assertAlmostEqual(sum(shares.values()), 1)
        out = self.run_cli('model', imported['model_id']).out
        self.assertNotIn('nan', out)
        self.assertIn('another program', out)

    def test_hostile(self):
        _, path = self.made(sparse(60, 7), '-b', '1')
        with open(path, encoding='ascii') as file:
            good = file.read()
        head, vectors = good.split('\nSV\n')
        first = vectors.split('\n')[0]
        n = vectors.count('\n')
        crimes = [
            ('', 'svm_type'), ('PK\3\4', 'svm_type'), (good[:40], 'line 3'), (head, 'ends before'),
            (good[:len(good) * 2 // 3].rsplit('\n', 1)[0], 'of %d' % n), (good + first + '\n', 'more than'),
            (good.replace('c_svc', 'nu_svr'), 'c_svc'), (good.replace('rbf', 'sigmoid'), 'rbf'),
            (good.replace('nr_class 2', 'nr_class 3'), '3 classes'),
            (good.replace('total_sv %d' % n, 'total_sv 2000000000'), 'total_sv'),
            (good.replace('total_sv %d' % n, 'total_sv -1'), 'line 5'),
            (good.replace('total_sv %d' % n, 'total_sv 0'), 'total_sv'),
            (good.replace('\nrho ', '\nrho nan'), 'line 6'), (good.replace('\nrho ', '\nrho 1e40 '), 'line 6'),
            (good.replace('\nrho ', '\nwho '), 'line 6'), (good.replace('\nrho ', '\nrho inf '), 'line 6'),
            (good.replace('\ngamma ', '\ngamma -'), 'line 3'),
            (good.replace('label', 'label 3'), 'line 7'), (good.replace('probA -', 'probA '), 'probA'),
            (good.replace(first, first.replace('1:', '0:', 1)), '“0:'),
            (good.replace(first, first.replace('2:', '1:', 1)), 'rising'),
            (good.replace(first, first.replace('5:', '70000:', 1)), '70000'),
            (good.replace(first, first + ' 9:inf'), '9:inf'), (good.replace(first, 'nan' + first), 'line'),
            (good.replace(first, first + ' 9:1e200'), '9:1e200'),
        ]
        for text, mention in crimes:
            self.assertNotEqual(text, good, mention)
            self.fails('import-model', self.write('bad', text), mentions=[mention])
        self.fails('import-model', self.path('nowhere'), mentions=['nowhere'])
        self.fails('import-model', self.path(), mentions=['no file'])
        self.assertEqual(self.ok('models')['models'], [])

    def test_too_wide(self):
        """A few bytes that ask for much memory."""
        head = ('svm_type c_svc\nkernel_type linear\nnr_class 2\ntotal_sv 20000\nrho 0\nlabel 1 -1\n'
                'nr_sv 10000 10000\nSV\n')
        self.fails('import-model', self.write('wide', head + '1 65535:1\n' * 20000),
                   mentions=['20000', '65535'])


if __name__ == '__main__':
    support.main()

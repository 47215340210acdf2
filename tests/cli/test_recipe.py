#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the plant's files without its own table: a model of what stations, sensors and inspectors said."""

import json

import support


class Recipe(support.CliTest):
    def test_finds_planted_causes(self):
        made = self.ok('simulate', '--cars', 3000, '--days', 10, '--dirt', 1, '--readings', 300, '--seed', 3,
                       '--files', 'falhas,status,resultados', '--out', self.path('plant'))
        for path in made['files']:
            if 'truth' not in path:
                self.ok('import', path)
        model = self.ok('train', '--trees', 300, '--seed', 7)
        self.assertEqual(model['split'], 'time')
        self.assertGreater(model['holdout']['roc_auc'], 0.62)
        self.assertGreater(model['oob']['roc_auc'], 0.6)

        # What makes cars fail in that world is among what the model goes by.
        with open(self.path('plant', 'truth.json')) as f:
            causes = {c['name'] for c in json.load(f)['causes']}
        self.assertTrue({'torque_3108_2', 'drift_4120', 'electrical', 'zp5a_doors', 'cabin_twice'} <= causes)
        document = self.ok('model', model['model_id'])
        names = [f['name'] for f in sorted(document['features'], key=lambda f: -f['importance'])]
        self.assertIn('3108 2 [Nm]', names[:10])
        self.assertTrue(any(n.startswith('4120 ') for n in names[:40]))
        for name in ('failures in zone electrical', 'failures in zone doors', 'failures at ZP5A'):
            self.assertIn(name, names[:80])
        for name in ('passes of CAB beyond the first', 'minutes from ZP6 to CAB', 'out of limits in group 2',
                     'failures before the test', 'shift at the start', 'failed of the last 200 cars tested'):
            self.assertIn(name, names)

        # Nothing of what comes at or after the road test.
        self.assertFalse([n for n in names if any(w in n for w in ('ROD', 'AGUA', 'ZP8', 'MOTOR', 'MODELO'))])
        self.assertTrue(any(b['name'].startswith('SECTION_ZP8') for b in document['blocked']))

        self.ok('promote', model['model_id'], '--note', 'first')
        self.assertGreater(self.ok('score')['cars'], 2500)
        car = self.ok('risks', '--limit', 1)['cars'][0]
        explained = self.ok('explain', car['car'])
        self.assertAlmostEqual(explained['risk'], car['risk'], 9)
        texts = ' '.join(c['text'] for c in explained['contributions'])
        for text in ('Torque of operation 3108, screw 2', 'Minutes from CAB to ZP7', 'Failures found at ZP7'):
            self.assertIn(text, texts)

        # Without the failures, the features made of them are missing, and that is said.
        falhas = [i for i in self.ok('imports')['imports'] if i['layout'] == 'falhas'][0]
        self.ok('undo', falhas['import_id'])
        self.assertIn('failures at ZP7', self.ok('score')['missing'])


if __name__ == '__main__':
    support.main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Too little memory: a sentence, the database as before, and never a crash."""
import random
import resource
import subprocess

import support

ROWS, COLUMNS = 4000, 40
OPTIONS = {
    'forest': ('--trees', 100),
    'boosted': ('--boost-rounds', 30),
    'svm': ('--svm-cost', 1, '--svm-gamma', 0.01, '--svm-rows', 800),
}


class Memory(support.CliTest):
    def setUp(self):
        super().setUp()
        rng = random.Random(1)
        lines = ['Car,%s,Failed' % ','.join('x%d' % i for i in range(COLUMNS))]
        for i in range(ROWS):
            values = [rng.gauss(0, 1) for _ in range(COLUMNS)]
            lines.append('C%05d,%s,%d' % (i, ','.join('%.5f' % v for v in values),
                                          values[0] + rng.gauss(0, 1) > 2))
        self.ok('import', self.write('cars.csv', '\n'.join(lines) + '\n'))

    def train(self, megabytes, algorithm):
        """The exit code and what is said, with so much room for all that the program maps."""
        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        command = [support.CLI, '--json', '--database', self.database, 'train', '--threads', 2,
                   '--algorithm', algorithm, *OPTIONS[algorithm]]
        done = subprocess.run([str(word) for word in command], capture_output=True, timeout=120,
                              preexec_fn=limit, env=support.environment(), check=False)
        return done.returncode, done.stderr.decode('utf-8', 'replace')

    def check(self, algorithm):
        said = []
        for megabytes in (120, 150, 190, 240, 300, 400, 1000):
            before = support.dump(self.database)
            code, text = self.train(megabytes, algorithm)
            if code == 0:
                break
            self.assertEqual(code, 1, '%d MB: %s' % (megabytes, text))
            self.assert_one_line(text)
            self.assertIn('memory', text)
            self.assertEqual(support.dump(self.database), before)
            said.append(text)
        self.assertEqual(code, 0, text)
        self.assertTrue(any(' MB. Close' in text for text in said), said)

    def test_forest(self):
        self.check('forest')

    def test_boosted(self):
        self.check('boosted')

    def test_svm(self):
        self.check('svm')


if __name__ == '__main__':
    support.main()

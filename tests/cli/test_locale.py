#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the decimal mark is a comma, files are read and results are written as everywhere."""

import os
import shutil
import subprocess

import support


class Locale(support.CliTest):
    def comma_environment(self):
        """German or Brazilian, from the machine or made for this test."""
        for name in ('de_DE', 'pt_BR'):
            env = support.environment()
            env['LC_ALL'] = name + '.UTF-8'
            if self.is_comma(env):
                return env
            if shutil.which('localedef') is not None:
                os.makedirs(self.path('locales'), exist_ok=True)
                subprocess.run(['localedef', '-i', name, '-f', 'UTF-8', self.path('locales', name + '.UTF-8')],
                               capture_output=True)
                env['LOCPATH'] = self.path('locales')
                if self.is_comma(env):
                    return env
        self.skipTest('no locale with a decimal comma')

    def is_comma(self, env):
        script = 'import locale; locale.setlocale(locale.LC_ALL, ""); ' \
                 'print(locale.localeconv()["decimal_point"])'
        done = subprocess.run(['/usr/bin/python3', '-c', script], capture_output=True, env=env)
        return done.stdout.strip() == b','

    def same(self, env, *args):
        documents = []
        for database, environment in (('plain.rodagem', None), ('comma.rodagem', env)):
            self.database = self.path(database)
            document = self.ok(*args, env=environment)
            document.pop('seconds', None)
            for file in document.get('files', []):
                if isinstance(file, dict):
                    file.pop('seconds', None)
            documents.append(document)
        self.assertEqual(documents[0], documents[1], args)

    def test_same_results(self):
        env = self.comma_environment()
        path = self.write('cars.csv', support.table(missing=0.05))
        self.same(env, 'inspect', path)
        self.same(env, 'import', path)
        self.same(env, 'train', '--trees', '20', '--seed', '1', '--holdout', '0.25', '--capacity', '12.5')
        self.same(env, 'promote', '1', '--note', 'x')
        self.same(env, 'score')
        self.same(env, 'risks', '--all')
        self.same(env, 'explain', 'C000007')
        self.same(env, 'predict', path, '--explain')
        self.same(env, 'evaluate', path)
        self.database = self.path('comma.rodagem')
        text = self.run_cli('risks', '--all', '--limit', '5', env=env)
        self.assertEqual(text.code, 0)
        self.assertRegex(text.out, r'\d\.\d %')

        made = [self.path('plain'), self.path('comma')]
        self.ok('simulate', '--cars', 100, '--days', 1, '--out', made[0])
        self.ok('simulate', '--cars', 100, '--days', 1, '--out', made[1], env=env)
        for name in os.listdir(made[0]):
            with open(os.path.join(made[0], name), 'rb') as a, open(os.path.join(made[1], name), 'rb') as b:
                self.assertEqual(a.read(), b.read(), name)


if __name__ == '__main__':
    support.main()

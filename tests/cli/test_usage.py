#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrong usage is exit 2 and touches nothing; help and version are exit 0."""

import os
import pty
import re
import subprocess

import support

VERBS = ['simulate', 'inspect', 'import', 'imports', 'rejects', 'undo', 'train', 'models', 'model',
         'evaluate', 'promote', 'rollback', 'history', 'score', 'risks', 'predict', 'explain', 'outcome']


class Usage(support.CliTest):
    def test_help(self):
        result = self.run_cli('--help', database=False)
        self.assertEqual((result.code, result.err), (0, ''))
        for verb in VERBS:
            self.assertRegex(result.out, r'(?m)^  %s  ' % verb)

    def test_help_of_every_verb(self):
        for verb in VERBS:
            for args in ([verb, '--help'], ['--help', verb]):
                result = self.run_cli(*args, database=False)
                self.assertEqual((result.code, result.err), (0, ''), verb)
                self.assertTrue(result.out.startswith('Usage: rodagem-cli %s' % verb), result.out)
        self.assertFalse(os.path.exists(self.path('data')))

    def test_version(self):
        result = self.run_cli('--version', database=False)
        self.assertEqual(result.code, 0)
        self.assertRegex(result.out, r'^rodagem-cli \d+\.\d+\.\d+\n$')

    def test_verbs_and_options(self):
        self.usage()
        self.usage('drive', mentions=['drive'])
        self.usage('--drive', mentions=['--drive'])
        self.usage('-h')
        self.usage('train', '--drive', mentions=['--drive'])
        self.usage('train', '--tree', '5', mentions=['--tree'])
        self.usage('models', '--json=1')
        self.usage('models', '--database')
        self.usage('models', '--database', '')
        self.usage('models', 'extra', mentions=['extra'])

    def test_missing_words(self):
        for verb in ('inspect', 'import', 'rejects', 'undo', 'model', 'evaluate', 'promote', 'predict',
                     'explain', 'outcome', 'simulate'):
            self.usage(verb)
        self.usage('outcome', '0000-0000001')

    def test_ids(self):
        for verb in ('imports', 'rejects', 'undo', 'model'):
            for word in ('x', '0', '-0', '1.5', '0x1', '99999999999999999999', ''):
                self.usage(verb, '--', word)
        self.usage('promote', 'x', '--note', 'why')
        for verb in (['score'], ['risks'], ['predict', 'f.csv'], ['evaluate', 'f.csv'], ['explain', 'C1']):
            for word in ('x', '0', '-1', '1.5'):
                self.usage(*verb, '--model', word)

    def test_numbers(self):
        for name, words in {
                '--holdout': ['7', '-1', '0', '0,2', 'x', 'nan', 'inf', '0x1', '', '0.51', '0.01'],
                '--trees': ['0', '-1', '1.5', 'x', '0x10', '99999999999', ''],
                '--seed': ['-1', '1.5', 'x'],
                '--threads': ['-1', 'x', '1.5', '99999999999'],
                '--min-node-size': ['0', '-1', 'x'],
                '--mtry': ['-1', 'x'],
                '--max-depth': ['-1', '513', 'x'],
                '--sample-fraction': ['0', '1.1', 'nan'],
                '--sample-failed': ['-0.1', '1.01'],
                '--class-weight': ['0', '1001', 'x'],
                '--split-rule': ['entropy', '', 'GINI'],
                '--importance': ['shap', ''],
                '--capacity': ['-1', 'x', 'nan'],
                '--cars-per-shift': ['-1', 'x', '0']}.items():
            for word in words:
                self.usage('train', name, word, mentions=[name.lstrip('-')])
            self.usage('train', name, mentions=[name])
        for word in ('0', '-1', 'x', '1.5'):
            self.usage('risks', '--limit', word)
        for word in ('x', '2024-02-30', '31/31/2024', ''):
            self.usage('risks', '--since', word)

    def test_operating_point(self):
        self.usage('train', '--capacity', '10', '--cost-test', '1', '--cost-escape', '5')
        self.usage('train', '--capacity', '10', '--cost-test', '1')
        self.usage('train', '--cars-per-shift', '100', '--cost-test', '1', '--cost-escape', '5')
        self.usage('train', '--cost-test', '1')
        self.usage('train', '--cost-escape', '1')
        self.usage('train', '--cost-test', '-1', '--cost-escape', '5')

    def test_unknown_words(self):
        self.usage('train', '--algorithm', 'oracle', mentions=['oracle'])
        self.usage('train', '--algorithm', 'svm', '--kernel', 'velvet', mentions=['velvet'])
        self.usage('train', '--algorithm', 'svm', '--svm-rows', 5, mentions=['svm-rows'])
        self.usage('train', '--algorithm', 'boosted', '--boost-rounds', 0, mentions=['boost-rounds'])
        self.usage('train', '--algorithm', 'boosted', '--boost-rate', 2, mentions=['boost-rate'])
        for leaves in 1, 4097:
            self.usage('train', '--algorithm', 'boosted', '--boost-leaves', leaves, mentions=['boost-leaves', '4096'])
        self.usage('import', 'f.csv', '--layout', 'oracle', mentions=['oracle'])
        self.usage('outcome', 'C1', 'maybe', mentions=['maybe'])
        self.usage('outcome', 'C1', 'passed', '--zone', 'front')

    def test_promotion_needs_a_note(self):
        self.usage('promote', '1')
        self.usage('promote', '1', '--note', '')
        self.usage('promote', '1', '--note', '  ')

    def test_simulate(self):
        for name in ('--cars', '--days'):
            for word in ('0', '-1', 'x', '1e3', '99999999999'):
                self.usage('simulate', name, word, '--out', self.path('plant'))
        for word in ('-1', '9', 'much'):
            self.usage('simulate', '--dirt', word, '--out', self.path('plant'))
        self.assertFalse(os.path.exists(self.path('plant')))

    def test_database_of_the_environment(self):
        path = self.path('other.rodagem')
        env = support.environment(RODAGEM_DATABASE=path, XDG_DATA_HOME=self.path('data'))
        result = self.run_cli('models', '--json', database=False, env=env)
        self.assertEqual(result.code, 0, result.err)
        self.assertTrue(os.path.exists(path))
        self.assertFalse(os.path.exists(self.path('data')))

        env = support.environment(XDG_DATA_HOME=self.path('data'))
        result = self.run_cli('models', '--json', database=False, env=env)
        self.assertEqual(result.code, 0, result.err)
        self.assertTrue(os.path.isdir(self.path('data', 'rodagem')))

    def test_options_on_either_side(self):
        first = self.ok('models')
        result = self.run_cli('models', '--json', '--database=' + self.path('b.rodagem'), database=False)
        self.assertEqual(result.code, 0, result.err)
        self.assertEqual(support.parse(result.out), first)

    def test_output_that_cannot_be_written(self):
        if not os.path.exists('/dev/full'):
            self.skipTest('there is no /dev/full')
        with open('/dev/full', 'wb') as full:
            done = subprocess.run([support.CLI, '--help'], stdout=full, stderr=subprocess.PIPE,
                                  env=support.environment())
        self.assertEqual(done.returncode, 1)
        self.assert_one_line(done.stderr.decode())

    def test_reader_that_goes_away(self):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run([support.CLI, '--help'], stdout=write, stderr=subprocess.PIPE,
                              env=support.environment())
        os.close(write)
        self.assertEqual(done.stderr, b'')

    def test_messages_stay_one_line(self):
        name = 'two\nlines\x1b[31m.csv'
        result = self.run_cli('inspect', self.path(name))
        self.assertEqual(result.code, 1)
        self.assert_one_line(result.err)
        self.assertNotIn('\x1b', result.err)


    def test_progress_on_a_terminal_only(self):
        args = [support.CLI, 'simulate', '--cars', '30000', '--days', '40', '--files', 'predict',
                '--out', self.path('plant')]
        ours, theirs = pty.openpty()
        process = subprocess.Popen(args, stdout=subprocess.PIPE, stderr=theirs, env=support.environment())
        os.close(theirs)
        shown = b''
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        os.close(ours)
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assertRegex(shown.decode(), r'\d %')
        self.assertTrue(shown.endswith(b'\r\x1b[K'), shown[-40:])
        self.assertNotIn(b'%', out)
        self.assertEqual(self.run_cli('simulate', '--out', self.path('again')).err, '')


class PlainLocale(support.CliTest):
    def test_ascii_terminal(self):
        env = support.environment()
        env['LC_ALL'] = 'C'
        result = self.run_cli('nonsense', env=env)
        self.assertEqual(result.code, 2)
        self.assertTrue(re.search(r'nonsense', result.err))


if __name__ == '__main__':
    support.main()

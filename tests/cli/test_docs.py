#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The man page and the completion name the verbs and options that --help names, and no others."""

import os
import re
import shutil
import subprocess
import unittest

import support

MAN = os.path.join(support.SOURCE, 'data', 'cli', 'rodagem-cli.1')
COMPLETION = os.path.join(support.SOURCE, 'data', 'cli', 'rodagem-cli.bash')


def run_help(*args):
    return subprocess.run([support.CLI, *args, '--help'], capture_output=True, check=True,
                          env=support.environment()).stdout.decode()


def options_of(text):
    return re.findall(r'(?m)^  (--[a-z-]+)', text)


def from_help():
    text = run_help()
    verbs = re.findall(r'(?m)^  ([a-z][a-z-]*)  ', text)
    common = options_of(text)
    return common, {v: [o for o in options_of(run_help(v)) if o not in common] for v in verbs}


def from_man():
    common, verbs, verb, before = [], {}, None, ''
    with open(MAN) as f:
        for line in f.read().replace('\\-', '-').splitlines():
            if line.startswith('.SH '):
                verb = None
            elif line.startswith('.SS '):
                verb = line.split()[1]
                verbs[verb] = []
            elif before == '.TP':
                option = re.match(r'\.BI? (--[a-z-]+)( "|$)', line)
                if option:
                    (verbs[verb] if verb else common).append(option.group(1))
            before = line
    return sorted(common), verbs


class Docs(unittest.TestCase):
    def setUp(self):
        self.common, self.verbs = from_help()

    def test_man_page(self):
        common, verbs = from_man()
        self.assertEqual(common, sorted(self.common))
        self.assertEqual(list(verbs), list(self.verbs))
        for verb, options in self.verbs.items():
            self.assertEqual(sorted(verbs[verb]), sorted(options), verb)

    def test_man_page_renders(self):
        if shutil.which('groff') is None:
            self.skipTest('there is no groff')
        done = subprocess.run(['groff', '-man', '-Tutf8', '-Kutf8', '-ww', '-z', MAN], capture_output=True,
                              env=support.environment())
        self.assertEqual((done.returncode, done.stderr.decode()), (0, ''))

    def complete(self, *words):
        """What bash would offer for the last of the words."""
        script = 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); compopt() { :; }; ' \
                 '_rodagem_cli; printf "%s\\n" "${COMPREPLY[@]}"'
        env = support.environment(PATH=os.path.dirname(support.CLI) + ':' + os.environ['PATH'])
        done = subprocess.run(['bash', '-c', script, COMPLETION, 'rodagem-cli', *words],
                              capture_output=True, check=True, env=env)
        self.assertEqual(done.stderr, b'')
        return sorted(done.stdout.decode().split())

    def test_completion(self):
        self.assertEqual(self.complete(''), sorted(list(self.verbs) + self.common))
        self.assertEqual(self.complete('--json', 'ri'), ['risks'])
        for verb, options in self.verbs.items():
            self.assertEqual(self.complete(verb, '--'), sorted(options + self.common), verb)
        self.assertEqual(self.complete('--database', 'x', 'outcome', 'C1', 'p'), ['passed'])
        self.assertEqual(self.complete('train', '--trees', ''), [])


if __name__ == '__main__':
    support.main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that could never be translated: cut in two by a macro, or built at run time.

xgettext reads "%" G_GINT64_FORMAT " cars" as two texts, of which the program asks for neither.
It does know PRId64 and its like from <inttypes.h>.
"""
import re

import lint

MARKED = re.compile(r'\b(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2)\s*\('
                    r'(?P<text>(?:[^()"]|"(?:\\.|[^"\\])*")*)', re.DOTALL)
STRING = re.compile(r'"(?:\\.|[^"\\])*"', re.DOTALL)
MACRO = re.compile(r'\bG_\w+_(FORMAT|MODIFIER)\b')


def main():
    findings = []
    for path in lint.files('src/*.[ch]'):
        content = lint.text(path)
        for marked in MARKED.finditer(content):
            line = content.count('\n', 0, marked.start()) + 1
            macro = MACRO.search(STRING.sub('', marked['text']))
            if macro:
                findings.append(f'{lint.name(path)}:{line}: {macro[0]} in a text; write PRId64 of <inttypes.h>')
    lint.end(findings)


main()

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""po/POTFILES.in names every file with a text to translate, sorted, and no other."""
import re

import lint

MARKED = {
    '.c': re.compile(r'\b(_|N_|C_|NC_|Q_|gettext|ngettext|g_dngettext|g_dpgettext2?)\s*\(\s*(GETTEXT_PACKAGE,\s*)?"|\bngettext\s*\('),
    '.h': re.compile(r'\b(_|N_|C_|NC_)\s*\(\s*"'),
    '.ui': re.compile(r'translatable="(yes|1|true)"'),
}


def has_text(path):
    if path.name.endswith(('.desktop.in', '.metainfo.xml.in')):
        return True
    if path.name.endswith('.gschema.xml'):
        return False
    pattern = MARKED.get(path.suffix)
    return pattern is not None and pattern.search(lint.text(path)) is not None


def main():
    listed = [line for line in lint.text(lint.root() / 'po' / 'POTFILES.in').splitlines()
              if line and not line.startswith('#')]
    expected = sorted(lint.name(path) for path in lint.files('src/*.[ch]', 'ui/*.ui', 'data/*.in')
                      if has_text(path))
    findings = [f'po/POTFILES.in: lacks {name}' for name in expected if name not in listed]
    findings += [f'po/POTFILES.in: {name} has nothing to translate' for name in listed if name not in expected]
    if listed != sorted(set(listed)):
        findings.append('po/POTFILES.in: is not sorted, or names a file twice')
    lint.end(findings)


main()

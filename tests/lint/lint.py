# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of this folder share: the tree's files, and how findings are told."""
import fnmatch
import pathlib
import subprocess
import sys


def root():
    return pathlib.Path(sys.argv[1])


def files(*patterns):
    """The files whose names match (an asterisk also crosses folders), sorted: what git knows."""
    top = root()
    try:
        listed = subprocess.run(
            ['git', '-C', str(top), 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
            capture_output=True, check=True).stdout.decode().split('\0')
        found = [top / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in top.rglob('*')
                 if not any(part == '.git' or (part.startswith('build') and part != 'build-aux')
                            for part in path.relative_to(top).parts)]
    found = sorted(path for path in found if path.is_file())
    if not patterns:
        return found
    return [path for path in found if any(fnmatch.fnmatch(name(path), pattern) for pattern in patterns)]


def name(path):
    return path.relative_to(root()).as_posix()


def text(path):
    return path.read_text(encoding='utf-8')


def end(findings):
    """Prints the findings and ends the check."""
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)

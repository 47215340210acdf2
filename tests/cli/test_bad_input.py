#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must not harm: each bad file gets its sentence, exit 1, and the database is as before.

A bad row is data, not an error (rule 2): where the rest of a file is good, the row is a reject
that says line and column, and the exit is 0."""

import gzip
import os
import shutil
import sqlite3
import subprocess

import support


class BadInput(support.CliTest):
    def setUp(self):
        super().setUp()
        self.report = self.ok('import', self.write('good.csv', support.table(rows=100, seed=3)))
        self.lines = support.table(rows=200, seed=4, first=5000).splitlines()

    def file(self, lines, name='bad.csv'):
        return self.write(name, '\n'.join(lines) + '\n')

    def refused(self, path, *mentions, recognised=False):
        """By import and by dry run alike, without a trace.

        What cannot be recognised stops the files beside it too; what goes wrong further down
        leaves those before it in (rule 5)."""
        message = self.fails('import', path, mentions=(os.path.basename(path),) + mentions)
        self.fails('import', '--dry-run', path)
        fine = self.write('fine.csv', support.table(rows=50, seed=6, first=8000))
        if recognised:
            result = self.run_cli('--json', 'import', fine, path)
            self.assertEqual(result.code, 1)
            self.assert_one_line(result.err)
            self.assertEqual([f['file'] for f in support.parse(result.out)['files']], ['fine.csv'])
            self.assertEqual(len(self.ok('imports')['imports']), 2)
        else:
            self.fails('import', fine, path)
        return message

    def taken_without(self, content, line, rejected=1, dropped=0, column=None):
        """The file goes in; what is bad is listed with its line."""
        path = self.write('bad.csv', content)
        report = self.ok('import', path)
        self.assertEqual(report['rows_rejected'], rejected)
        if dropped is not None:
            self.assertEqual(report['cells_dropped'], dropped)
        self.assertEqual(report['rows_read'],
                         report['rows_taken'] + report['rows_duplicate'] + report['rows_rejected'])
        self.assertGreaterEqual(report['rows_taken'], 190)
        rejects = self.ok('rejects', report['import_id'])['rejects']
        self.assertIn(line, [r['line'] for r in rejects])
        for reject in rejects:
            self.assertTrue(reject['reason'])
            self.assertLess(len(reject['text']), 5000)
            if column is not None:
                self.assertIn(column, reject['column'])
        return report

    def test_empty_file(self):
        self.refused(self.write('bad.csv', b''))
        self.refused(self.write('blank.csv', b'\n\n  \n'))

    def test_header_only(self):
        self.refused(self.file(self.lines[:1]))
        self.refused(self.write('bad.csv', self.lines[0]))

    def test_binary_file(self):
        self.refused(self.write('bad.csv', bytes(range(256)) * 500))
        shutil.copyfile('/bin/true', self.path('program.csv'))
        self.refused(self.path('program.csv'))
        self.refused(self.write('short.csv.gz', b'\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03abc'))

    def test_gzip_cut_short(self):
        whole = gzip.compress(('\n'.join(self.lines) + '\n').encode())
        self.refused(self.write('bad.csv.gz', whole[:len(whole) // 2]))
        self.assertEqual(self.ok('import', self.write('good.csv.gz', whole))['rows_taken'], 200)

    def test_directory(self):
        os.mkdir(self.path('folder.csv'))
        self.refused(self.path('folder.csv'))

    def test_missing_file(self):
        self.refused(self.path('none.csv'))
        for verb in ('inspect', 'import'):
            self.fails(verb, '/nonexistent/none.csv', mentions=['none.csv'])

    def test_special_files(self):
        self.fails('import', '/dev/null')
        os.mkfifo(self.path('pipe.csv'))
        self.fails('import', self.path('pipe.csv'), timeout=20)

    def test_no_read_permission(self):
        path = self.file(self.lines)
        os.chmod(path, 0)
        command = [support.CLI, '--json', 'inspect', path]
        if os.geteuid() == 0:
            # Root reads everything: look as somebody else.
            os.chmod(self.folder, 0o755)
            if subprocess.run([support.CLI, '--version'], user=65534, capture_output=True).returncode != 0:
                self.skipTest('another user cannot run the program')
            done = subprocess.run(command, user=65534, capture_output=True, env=support.environment())
        else:
            done = subprocess.run(command, capture_output=True, env=support.environment())
            self.refused(path)
        self.assertEqual((done.returncode, done.stdout), (1, b''))
        self.assert_one_line(done.stderr.decode())
        self.assertIn('bad.csv', done.stderr.decode())

    def test_two_header_rows(self):
        """The second is passed over, and that is said."""
        report = self.ok('import', self.file(self.lines[:1] * 2 + self.lines[1:]))
        self.assertEqual((report['rows_read'], report['rows_taken']), (200, 200))
        self.assertEqual(len(report['warnings']), 1)
        self.assertIn('header', report['warnings'][0])

    def test_ragged_rows(self):
        lines = list(self.lines)
        lines[10] = ','.join(lines[10].split(',')[:3])
        lines[20] += ',surplus'
        report = self.taken_without('\n'.join(lines) + '\n', 11, rejected=2)
        rejects = self.ok('rejects', report['import_id'])['rejects']
        self.assertEqual(sorted(r['line'] for r in rejects), [11, 21])

    def test_every_row_ragged(self):
        self.refused(self.file(self.lines[:1] + [line + ',x,y' for line in self.lines[1:]]))

    def test_cell_of_a_megabyte(self):
        lines = list(self.lines)
        lines[10] = lines[10].replace(lines[10].split(',')[3], 'x' * (1 << 20))
        self.taken_without('\n'.join(lines) + '\n', 11)

    def test_nul_bytes(self):
        lines = list(self.lines)
        lines[10] = lines[10].replace(',', ',\0', 1)
        self.taken_without('\n'.join(lines) + '\n', 11)

    def test_unbalanced_quote(self):
        lines = list(self.lines)
        lines[-1] = '"' + lines[-1]
        path = self.file(lines)
        result = self.run_cli('--json', 'import', path)
        if result.code == 0:
            report = support.parse(result.out)
            self.assertEqual(report['rows_rejected'], 1)
            self.assertEqual([r['line'] for r in self.ok('rejects', report['import_id'])['rejects']], [201])
        else:
            self.assertIn('201', self.refused(path))

    def test_invalid_utf8(self):
        lines = [line.encode() for line in self.lines]
        for i in range(20, 60):
            lines[i] = lines[i].replace(b'C', 'ção'.encode(), 1)
        lines[10] = lines[10].replace(b'C', b'\xff\xfe', 1)
        report = self.taken_without(b'\n'.join(lines) + b'\n', 11, rejected=0, dropped=None, column='Car')
        self.assertEqual(report['rows_taken'], 200)
        document = self.ok('inspect', self.path('bad.csv'))
        self.assertEqual(document['dialect']['charset'], 'UTF-8')

    def test_label_with_three_values(self):
        lines = [line if i % 7 else line[:-1] + '2' for i, line in enumerate(self.lines) if i > 0]
        message = self.refused(self.file(self.lines[:1] + lines), recognised=True)
        self.assertIn('Failed', message)

    def only(self, lines, name='only.csv'):
        """A database with nothing but these rows."""
        self.database = self.path('only.rodagem')
        return self.ok('import', self.file(lines, name))

    def test_label_of_one_class(self):
        for digit in '01':
            self.database = self.path('only%s.rodagem' % digit)
            lines = self.lines[:1] + [line[:-1] + digit for line in self.lines[1:]]
            result = self.run_cli('--json', 'import', self.file(lines, 'one.csv'))
            if result.code == 0:
                self.fails('train')
            else:
                self.assert_one_line(result.err)
                self.assertIn('one.csv', result.err)

    def test_fewer_than_twenty_failures(self):
        lines = self.lines[:1] + [line[:-1] + ('1' if i < 19 else '0')
                                  for i, line in enumerate(self.lines[1:])]
        self.only(lines)
        self.assertIn('19', self.fails('train', '--trees', 5))
        self.assertEqual(self.ok('models')['models'], [])

    def test_empty_database(self):
        self.database = self.path('empty.rodagem')
        self.ok('models')
        self.fails('train')

    def test_all_features_missing(self):
        lines = self.lines[:1] + ['%s,,,,,%s' % (line.split(',')[0], line.split(',')[-1])
                                  for line in self.lines[1:]]
        self.database = self.path('only.rodagem')
        result = self.run_cli('--json', 'import', self.file(lines))
        if result.code == 0:
            self.fails('train', '--trees', 5)
        else:
            self.assert_one_line(result.err)

    def test_non_finite_numbers(self):
        lines = list(self.lines)
        for i, word in enumerate(('nan', 'NaN', 'inf', '-Infinity', '1e999', '0x1A')):
            cells = lines[10 + i].split(',')
            cells[2] = word
            lines[10 + i] = ','.join(cells)
        self.taken_without('\n'.join(lines) + '\n', 11, rejected=0, dropped=6, column='Angle')

    def test_ten_thousand_columns(self):
        columns = 10000
        header = 'Car,Failed,' + ','.join('c%d' % i for i in range(columns - 2))
        lines = [header] + ['W%d,%d,%s' % (i, i % 2, ','.join(str((i * j) % 97) for j in range(columns - 2)))
                            for i in range(60)]
        path = self.file(lines)
        before = support.dump(self.database)
        result = self.run_cli('--json', 'import', path)
        if result.code == 0:
            self.assertEqual(support.parse(result.out)['rows_taken'], 60)
        else:
            self.assertEqual((result.code, result.out), (1, ''))
            self.assert_one_line(result.err)
            self.assertIn('bad.csv', result.err)
            self.assertEqual(support.dump(self.database), before)

    def test_repeated_car(self):
        message = self.refused(self.file(self.lines + [self.lines[7]]), 'C005006', recognised=True)
        self.assertIn('8', message)
        self.assertIn('202', message)

    def test_disk_full(self):
        """On a file system of 600 kB of its own."""
        os.mkdir(self.path('small'))
        big = self.file(support.table(rows=40000, first=9000).splitlines(), 'big.csv')
        script = 'mount -t tmpfs -o size=600k tmpfs "$1" && cp "$2" "$1/test.rodagem" && shift 2 && ' \
                 '{ "$@"; code=$?; cp -r "$SMALL" "$OUT"; exit $code; }'
        database = self.path('small', 'test.rodagem')
        done = subprocess.run(
            ['unshare', '-rm', 'sh', '-c', script, 'sh', self.path('small'), self.database,
             support.CLI, '--json', '--database', database, 'import', big],
            capture_output=True,
            env=support.environment(SMALL=self.path('small'), OUT=self.path('after')))
        if not os.path.exists(self.path('after')):
            self.skipTest('no file system of its own: ' + done.stderr.decode())
        self.assertEqual((done.returncode, done.stdout), (1, b''), done.stderr)
        self.assert_one_line(done.stderr.decode())
        before = support.dump(self.database)
        self.assertEqual(support.dump(self.path('after', 'test.rodagem')), before)


class BadDatabase(support.CliTest):
    def refused(self, *mentions):
        for args in (['models'], ['import', self.write('cars.csv', support.table(rows=50))]):
            before = support.file_state(self.database)
            result = self.run_cli(*args)
            self.assertEqual((result.code, result.out), (1, ''))
            self.assert_one_line(result.err)
            for text in mentions:
                self.assertIn(text, result.err)
            self.assertEqual(support.file_state(self.database), before)

    def test_text_file(self):
        self.write('test.rodagem', 'this is no database\n' * 500)
        self.refused('test.rodagem')

    def test_foreign_database(self):
        connection = sqlite3.connect(self.database)
        connection.execute('CREATE TABLE contacts (name TEXT)')
        connection.commit()
        connection.close()
        self.refused('test.rodagem')

    def test_newer_database(self):
        self.import_table(rows=50)
        connection = sqlite3.connect(self.database)
        connection.execute('PRAGMA user_version = 9999')
        connection.commit()
        connection.close()
        self.refused('test.rodagem')

    def test_truncated_database(self):
        self.import_table(rows=600)
        size = os.path.getsize(self.database)
        os.truncate(self.database, size // 2 // 4096 * 4096)
        result = self.run_cli('imports')
        self.assertIn(result.code, (0, 1))
        result = self.run_cli('train', '--trees', 5)
        self.assertEqual((result.code, result.out), (1, ''))
        self.assert_one_line(result.err)
        os.truncate(self.database, 1000)
        self.refused('test.rodagem')

    def test_directory(self):
        os.mkdir(self.database)
        result = self.run_cli('models')
        self.assertEqual((result.code, result.out), (1, ''))
        self.assert_one_line(result.err)

    def test_no_such_folder(self):
        self.database = self.path('none', 'test.rodagem')
        result = self.run_cli('models')
        self.assertEqual((result.code, result.out), (1, ''))
        self.assert_one_line(result.err)

    def test_locked_database(self):
        self.import_table(rows=50)
        other = self.write('other.csv', support.table(rows=50, first=100))
        connection = sqlite3.connect(self.database, isolation_level=None)
        connection.execute('BEGIN IMMEDIATE')
        result = self.run_cli('import', other)
        self.assertEqual((result.code, result.out), (1, ''))
        self.assert_one_line(result.err)
        self.assertEqual(self.run_cli('models').code, 0)
        connection.execute('ROLLBACK')
        connection.close()
        self.assertEqual(self.ok('import', other)['rows_taken'], 50)

    def test_read_only_folder(self):
        self.trained(rows=400)
        shutil.copy(self.database, self.path('copy.rodagem'))
        os.chmod(self.folder, 0o555)
        os.chmod(self.database, 0o444)
        if os.geteuid() == 0:
            if subprocess.run([support.CLI, '--version'], user=65534, capture_output=True).returncode != 0:
                self.skipTest('another user cannot run the program')
            who = {'user': 65534}
        else:
            who = {}
        env = support.environment()
        base = [support.CLI, '--json', '--database', self.database]
        done = subprocess.run(base + ['models'], capture_output=True, env=env, **who)
        self.assertEqual((done.returncode, done.stderr), (0, b''))
        for args in (['train', '--trees', '5'], ['promote', '1', '--note', 'x'], ['undo', '1']):
            done = subprocess.run(base + args, capture_output=True, env=env, **who)
            self.assertEqual((done.returncode, done.stdout), (1, b''), args)
            self.assert_one_line(done.stderr.decode())
        os.chmod(self.folder, 0o755)


if __name__ == '__main__':
    support.main()

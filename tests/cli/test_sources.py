#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is imported that is no CSV file: workbooks, tables of other databases, folders."""
import datetime
import os
import random
import sqlite3
import subprocess
import sys

import support

sys.path.insert(0, os.path.join(support.SOURCE, 'tests', 'support'))
import xlsx  # noqa: E402

HEADER = ['Car', 'Torque', 'Date', 'Failed']


def cars(n, first=0):
    return [['W%04d' % i, 1.5 * i, datetime.datetime(2024, 3, 1, 6) + datetime.timedelta(minutes=i), i % 2]
            for i in range(first, first + n)]


class Workbook(support.CliTest):
    def book(self, sheets, name='plan.xlsx', **kwargs):
        path = self.path(name)
        xlsx.write(path, sheets, **kwargs)
        return path

    def test_all_sheets(self):
        path = self.book([('Plan1', [HEADER] + cars(30)), ('Plan2', cars(30, 30)),
                          ('Plan3', [HEADER] + cars(30, 60))])
        self.assertEqual(self.ok('inspect', path)['dialect']['kind'], 'workbook')
        document = self.ok('import', path)
        self.assertEqual((document['rows_read'], document['rows_taken']), (90, 90))
        self.assertEqual((document['from'], document['to']), ('2024-03-01 06:00:00', '2024-03-01 07:29:00'))
        self.assertTrue(any('Plan1, Plan2, Plan3' in text for text in document['warnings']))
        self.assertEqual(self.ok('import', path)['already_imported'], 1)

    def test_notes_are_no_cars(self):
        path = self.book([('Plan1', [HEADER] + cars(30)), ('Legend', [['1 is failed'], ['0 is passed']]),
                          ('Plan2', cars(30, 30))])
        document = self.ok('import', path)
        self.assertEqual(document['rows_read'], 60)
        self.assertTrue(any('left out: Legend' in text for text in document['warnings']))

    def test_as_csv(self):
        """The same table from both kinds of file, in either date system, scores the same."""
        lines = [','.join(HEADER)] + ['%s,%r,%s,%d' % (car, torque, date, failed)
                                      for car, torque, date, failed in cars(40)]
        dumps = []
        for date1904 in (False, True):
            self.database = self.path('b%d.rodagem' % date1904)
            document = self.ok('import', self.book([('A', [HEADER] + cars(40))], date1904=date1904))
            dumps.append([document[key] for key in ('from', 'to', 'failed', 'passed', 'rows_taken')])
        self.database = self.path('c.rodagem')
        document = self.ok('import', self.write('cars.csv', '\n'.join(lines) + '\n'))
        dumps.append([document[key] for key in ('from', 'to', 'failed', 'passed', 'rows_taken')])
        self.assertEqual(dumps[0], dumps[1])
        self.assertEqual(dumps[0], dumps[2])

    def test_rejects_name_sheet_and_row(self):
        second = cars(10, 30)
        second[4][1] = 'oops'
        second[6][0] = None
        second[8][1] = xlsx.Raw('t="e"><v>#DIV/0!</v>')
        second.insert(2, [])
        document = self.ok('import', self.book([('Plan1', [HEADER] + cars(30)), ('R&D', second)]))
        self.assertEqual((document['rows_taken'], document['rows_rejected'], document['cells_dropped']), (39, 1, 2))
        rejects = self.ok('rejects', 1)['rejects']
        self.assertEqual([(r['column'], r['text']) for r in rejects],
                         [('Torque', 'oops'), ('', ''), ('Torque', '#DIV/0!')])
        for reject, row in zip(rejects, (6, 8, 10)):
            self.assertIn('(sheet R&D, row %d)' % row, reject['reason'])

    def test_positions_of_all_sheets(self):
        """STATUS as the plant hands it over: a workbook whose first sheet alone has the header."""
        passes = [['2024-%07d' % i, code, datetime.datetime(2024, 3, 1, 6, i % 60)]
                  for i in range(60) for code in ('M700', 'M710', 'X123')]
        bad = [['2024-0000001', 'M800', '31/02/2024 10:00:00'], ['24-1', 'M800', datetime.datetime(2024, 3, 1)]]
        path = self.book([('Plan1', [['KNR', 'STATUS', 'DATA']] + passes[:90]), ('Plan2', bad + passes[90:])])
        report = self.ok('import', path)
        self.assertEqual(report['layout'], 'status')
        self.assertEqual((report['rows_read'], report['rows_taken'], report['rows_rejected'], report['cars_new']),
                         (182, 180, 2, 60))
        reasons = [r['reason'] for r in self.ok('rejects', report['import_id'])['rejects']]
        self.assertIn('(sheet Plan2, row 1)', reasons[0])
        self.assertIn('(sheet Plan2, row 2)', reasons[1])

    def test_spreadsheet_error_is_no_category(self):
        rows = [['W%d' % i, 'abc'[i % 3], i, i % 2] for i in range(30)]
        rows[5][1] = xlsx.Raw('t="e"><v>#N/A</v>')
        document = self.ok('import', self.book([('A', [['Car', 'Model', 'Torque', 'Failed']] + rows)]))
        self.assertEqual((document['rows_taken'], document['cells_dropped']), (30, 1))
        self.assertEqual(self.ok('rejects', 1)['rejects'][0]['text'], '#N/A')

    def test_predict_reads_it_as_well(self):
        self.trained(rows=400)
        lines = [line.split(',') for line in support.table(rows=30, first=900).splitlines()]
        csv = self.write('waiting.csv', '\n'.join(','.join(line) for line in lines) + '\n')
        number = [[cell if i == 0 else xlsx.Raw('><v>%s</v>' % cell) if cell.replace('.', '').isdigit() else cell
                   for i, cell in enumerate(line)] for line in lines[1:]]
        book = self.book([('A', [lines[0]] + number)], 'waiting.xlsx')
        risks = [[(c['car'], c['risk']) for c in self.ok('predict', path, '--model', 1)['cars']] for path in (csv, book)]
        self.assertEqual(len(risks[0]), 30)
        self.assertEqual(risks[0], risks[1])

    def test_nul(self):
        rows = cars(20)
        rows[3][0] = 'W_x0000_3'
        document = self.ok('import', self.book([('A', [HEADER] + rows)]))
        self.assertEqual((document['rows_taken'], document['rows_rejected']), (19, 1))

    def refused(self, path, *mentions):
        self.fails('inspect', path, mentions=(os.path.basename(path),) + mentions)
        self.fails('import', path, mentions=(os.path.basename(path),) + mentions)

    def sheet(self, cells, name='bad.xlsx'):
        return self.book([('Plan1', [])], name, parts={
            'xl/worksheets/sheet1.xml': '<worksheet><sheetData>%s</sheetData></worksheet>' % cells})

    def test_not_a_zip(self):
        self.refused(self.write('bad.xlsx', random.Random(1).randbytes(4000)), 'Excel')
        self.refused(self.write('bad.xlsx', b'PK\3\4' + random.Random(1).randbytes(4000)), 'damaged')

    def test_cut_off(self):
        with open(self.book([('A', [HEADER] + cars(300))]), 'rb') as f:
            content = f.read()
        for part in (0.1, 0.5, 0.99):
            self.refused(self.write('bad.xlsx', content[:int(len(content) * part)]), 'cut-off')

    def test_zip_bomb(self):
        def blanks():
            yield '<worksheet><sheetData>'
            for _ in range(160):
                yield ' ' * (1 << 20)
            yield '</sheetData></worksheet>'
        self.refused(self.book([('A', [])], 'bad.xlsx', parts={'xl/worksheets/sheet1.xml': blanks()}), 'times its size')

    def test_xml_bomb(self):
        entities = ''.join('<!ENTITY l%d "%s">' % (i, '&l%d;' % (i - 1) * 10) for i in range(1, 10))
        self.refused(self.book([('A', [HEADER])], 'bad.xlsx', parts={
            'xl/sharedStrings.xml': '<!DOCTYPE sst [<!ENTITY l0 "lol">%s]><sst><si><t>&l9;</t></si></sst>' % entities}),
            'document type')

    def test_formulas_without_values(self):
        self.refused(self.book([('Plan1', [[xlsx.Raw('><f>B1+C1</f>')] * 3] * 5)], 'bad.xlsx'), 'Plan1', 'formula')

    def test_references(self):
        for cell in ('r="BZZZZ1"><v>1</v>', 'r="A-5"><v>1</v>', 'r="A99999999999999999999"><v>1</v>'):
            self.refused(self.sheet('<row r="1"><c %s</c></row>' % cell), 'Plan1')
        self.refused(self.sheet('<row r="-1"><c><v>1</v></c></row>'), 'Plan1')

    def test_other_office_files(self):
        head = bytearray(512)
        head[:8] = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
        for stream, word in (('EncryptedPackage', 'password'), ('Workbook', 'old Excel')):
            content = bytes(head) + 'Root Entry'.encode('utf-16le').ljust(128, b'\0')
            content += stream.encode('utf-16le').ljust(128, b'\0') + bytes(256)
            self.refused(self.write('bad.xls', content), word)
        xlsx.package(self.path('bad.ods'), {
            'mimetype': 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<a/>'})
        self.refused(self.path('bad.ods'), 'OpenDocument')


class Database(support.CliTest):
    def other(self, name='other.db', wal=False, **tables):
        path = self.path(name)
        connection = sqlite3.connect(path)
        if wal:
            connection.execute('PRAGMA journal_mode = WAL')
        for table, rows in tables.items():
            connection.execute('CREATE TABLE "%s" (Car TEXT, Torque REAL, Date TEXT, Failed INTEGER)' % table)
            connection.executemany('INSERT INTO "%s" VALUES (?, ?, ?, ?)' % table,
                                   [(car, torque, str(date), failed) for car, torque, date, failed in rows])
        connection.commit()
        connection.close()
        return path

    def execute(self, path, sql):
        connection = sqlite3.connect(path)
        connection.execute(sql)
        connection.commit()
        connection.close()

    def test_only_table(self):
        for wal in (False, True):
            path = self.other('wal%d.db' % wal, wal, cars=cars(40, 40 * wal))
            inspection = self.ok('inspect', path)
            self.assertEqual((inspection['table'], inspection['dialect']['kind']), ('cars', 'database'))
            document = self.ok('import', path)
            self.assertEqual((document['rows_taken'], document['rows_rejected']), (40, 0))
            self.assertEqual(document['from'], '2024-03-01 06:%02d:00' % (40 * wal))
            self.assertEqual(sorted(n for n in os.listdir(self.folder) if n.startswith('wal%d' % wal)),
                             ['wal%d.db' % wal])
            self.assertEqual(self.ok('import', path)['already_imported'], document['import_id'])

    def test_choice(self):
        path = self.other(a=cars(20), b=cars(30, 20))
        self.execute(path, 'CREATE VIEW good AS SELECT Car, Torque, Failed FROM b WHERE Torque > 45')
        tables = self.ok('inspect', path)['tables']
        self.assertEqual([(t['name'], t['kind']) for t in tables], [('a', 'table'), ('b', 'table'), ('good', 'view')])
        self.fails('import', path, mentions=('other.db', '“a”', '“b”', '--table'))
        self.fails('import', path, '--table', 'c', mentions=('other.db', '“c”'))
        self.assertEqual(self.ok('import', path, '--table', 'b')['rows_taken'], 30)
        self.assertEqual(self.ok('import', path, '--table', 'good')['rows_taken'], 19)
        # The content of a table, not the file, is what was imported before.
        self.assertEqual(self.ok('import', path, '--table', 'a')['rows_taken'], 20)

    def test_rejects_name_the_row(self):
        rows = cars(20)
        rows[4][1] = 'oops'
        rows[9][0] = 'a\0b'
        self.ok('import', self.other(cars=rows))
        rejects = self.ok('rejects', 1)['rejects']
        self.assertEqual(len(rejects), 2)
        for reject, row in zip(rejects, (5, 10)):
            self.assertIn('(table cars, row %d)' % row, reject['reason'])

    def test_own_database(self):
        self.import_table(rows=50)
        path = self.path('copy.db')
        os.rename(self.database, path)
        self.fails('import', path, mentions=('copy.db', 'Rodagem database'))

    def test_no_tables(self):
        path = self.path('none.db')
        self.execute(path, 'PRAGMA user_version = 3')
        self.fails('import', path, mentions=('none.db', 'no tables'))

    def test_damaged(self):
        path = self.other(cars=cars(2000))
        with open(path, 'r+b') as f:
            f.seek(4096 + 8)
            f.write(random.Random(2).randbytes(20000))
        self.fails('import', path, mentions=('other.db',))
        os.truncate(path, 3000)
        self.fails('import', path, mentions=('other.db',))

    def test_hostile_schema(self):
        path = self.other(cars=cars(5))
        self.execute(path, "CREATE VIEW reads AS SELECT load_extension('x') AS car, 1 AS torque, 0 AS failed")
        self.execute(path, 'CREATE VIEW itself AS SELECT * FROM itself')
        for view in ('reads', 'itself'):
            self.fails('import', path, '--table', view, mentions=('other.db',))

    def test_endless_view_is_cancelled(self):
        path = self.other(cars=cars(5))
        self.execute(path, 'CREATE VIEW endless AS WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t) '
                           'SELECT i AS car, i AS torque, i % 2 AS failed FROM t WHERE i < 0')
        with self.start('import', path, '--table', 'endless') as process:
            try:
                process.wait(1)
                self.fail('it ended by itself')
            except subprocess.TimeoutExpired:
                process.send_signal(support.signal.SIGINT)
            self.assertEqual(process.wait(30), 130)


class Folder(support.CliTest):
    def fill(self, name, **files):
        os.mkdir(self.path(name))
        for file, content in files.items():
            self.write(os.path.join(name, file.replace('__', '.')), content)
        return self.path(name)

    def test_simulation(self):
        out = self.path('plant')
        self.ok('simulate', '--cars', 200, '--days', 3, '--seed', 1, '--readings', 130, '--out', out)
        tables = sorted(n for n in os.listdir(out) if not n.startswith('truth.'))
        document = self.ok('import', out)
        self.assertEqual(sorted(f['file'] for f in document['files']), tables)
        self.assertEqual(len(document['skipped']), 2)
        for text in document['skipped']:
            self.assertIn('truth.', text)

    def test_mixed(self):
        folder = self.fill('in', b__csv=support.table(rows=50), a__csv=support.table(rows=50, first=50),
                           README__txt='Nothing to see.\n', web__html='<html></html>', __hidden__csv='x')
        xlsx.write(os.path.join(folder, 'c.xlsx'), [('A', [HEADER] + cars(20))])
        os.mkdir(os.path.join(folder, 'sub'))
        document = self.ok('import', folder)
        self.assertEqual([f['file'] for f in document['files']], ['a.csv', 'b.csv', 'c.xlsx'])
        self.assertEqual(len(document['skipped']), 2)
        again = self.ok('import', folder)
        self.assertEqual([f['already_imported'] for f in again['files']], [1, 2, 3])
        text = self.run_cli('import', folder)
        self.assertEqual(text.code, 0)
        self.assertIn('In all 3 files', text.out)

    def test_nothing_usable(self):
        self.fails('import', self.fill('none'), mentions=('none', 'no files'))
        self.fails('import', self.fill('other', a__json='{}', b__txt='x\n'), mentions=('other', 'nothing', 'a.json'))
        # All is looked at before anything is written.
        good = self.write('good.csv', support.table(rows=50))
        self.fails('import', good, self.path('other'), mentions=('other',))


if __name__ == '__main__':
    support.main()

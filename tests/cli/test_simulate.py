#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated files say what the truth says of them.

They are read again here by the written rules alone: what is a row, what is refused, what is said
twice, who failed, passed, or has no outcome.
"""

import csv
import datetime
import gzip
import io
import json
import os
import re
import statistics

import support

CODE = re.compile(r'\d{4}-\d{7}\Z')
NUMBERS = {mark: re.compile(r'-?\d+(\%s\d+)?\Z' % mark) for mark in '.,'}
HALLS = {'R750': 'ZP5', 'L540': 'ZP5A', 'G700': 'ZP61', 'M600': 'ZP6', 'M620': 'CAB', 'M700': 'ZP7',
         'M710': 'ROD', 'M720': 'AGUA', 'M800': 'ZP8'}
LATE = {'ROD', 'AGUA', 'ZP8', 'ZP8R'}
KNOWN_HALLS = set(HALLS.values()) | {'ZP62', 'ZP8R'}
LONGEST_CELL = 64 * 1024


def instant(text):
    text = text.strip()
    try:
        if text[4:5] == '-':
            return datetime.datetime.fromisoformat(text)
        return datetime.datetime.strptime(text, '%d/%m/%Y %H:%M:%S')
    except ValueError:
        return None


def number(text, mark):
    text = text.strip()
    return float(text.replace(mark, '.')) if NUMBERS[mark].match(text) else None


def same(text):
    text = text.strip()
    return (text[:-1] if text.endswith(' ¨') else text).strip().casefold()


class Table:
    """A file's rows that are not refused, each as a dict with its time, and the lines of those that are."""

    def __init__(self, path, delimiter=','):
        with open(path, 'rb') as f:
            raw = f.read()
        self.gzipped = raw[:2] == b'\x1f\x8b'
        text = (gzip.decompress(raw) if self.gzipped else raw).decode('utf-8', 'replace').lstrip('\ufeff')
        self.n_read = 0
        self.refused = []
        self.rows = []
        self.above = 0
        self.n_mended = 0
        header = None
        reader = csv.reader(io.StringIO(text, newline=''), delimiter=delimiter)
        for cells in reader:
            if header is None:
                self.above += 1
                if 'KNR' in cells:
                    header = cells
                continue
            if not cells:
                continue
            self.n_read += 1
            row = dict(zip(header, cells))
            at = instant(row.get('DATA', '')) if len(cells) == len(header) else None
            if len(cells) != len(header) or any('\0' in c or len(c.encode()) > LONGEST_CELL for c in cells) \
                    or not CODE.match(row['KNR'].strip()) or ('DATA' in header and at is None):
                self.refused.append(reader.line_num)
                continue
            self.n_mended += any('\ufffd' in c for c in cells)
            row['KNR'] = row['KNR'].strip()
            row['at'] = at
            self.rows.append(row)
        self.header = header

    def once(self, key):
        """The rows without what is said again, in order."""
        seen = {}
        for row in self.rows:
            seen.setdefault(key(row), row)
        return list(seen.values())


class Simulated(support.CliTest):
    def simulate(self, dirt, *args, name='plant'):
        options = ['--cars', 1500, '--days', 16, '--seed', 11, '--dirt', dirt, '--readings', 180]
        made = self.ok('simulate', '--out', self.path(name), *options, *args)
        with open(self.path(name, 'truth.json'), encoding='utf-8') as f:
            self.truth = json.load(f)
        self.assertEqual(sorted(os.path.basename(f) for f in made['files']),
                         sorted(list(self.truth['files']) + ['truth.csv', 'truth.json']))
        return made

    def table(self, name, **kwargs):
        return Table(self.path('plant', name + '.csv'), **kwargs)

    def assert_counts(self, name, table, taken):
        truth = self.truth['files'][name + '.csv']
        self.assertEqual(table.n_read, truth['rows_read'])
        self.assertEqual(len(taken), truth['rows_taken'])
        self.assertEqual(len(table.rows) - len(taken), truth['rows_duplicate'])
        self.assertEqual(table.refused, truth['rejected_lines'])
        self.assertEqual(len(table.refused), truth['rows_rejected'])
        self.assertEqual(sum(truth['rejected_by'].values()), truth['rows_rejected'])
        self.assertEqual(table.n_mended, truth['cells_mended'])
        self.assertEqual(len({row['KNR'] for row in taken}), truth['cars'])
        self.assertEqual(min(row['at'] for row in taken), datetime.datetime.fromisoformat(truth['from']))
        self.assertEqual(max(row['at'] for row in taken), datetime.datetime.fromisoformat(truth['to']))
        return truth

    def read_falhas(self):
        table = self.table('FALHAS')
        taken = table.once(lambda r: (r['KNR'], r['at'], same(r['FALHA']), same(r['HALLE'])))
        truth = self.assert_counts('FALHAS', table, taken)
        for column, key in (('HALLE', 'by_hall'), ('S_GROUP_ID', 'by_zone'), ('ESTACAO', 'by_station')):
            counts = {}
            for row in taken:
                value = row[column].strip().upper()
                counts[value] = counts.get(value, 0) + 1
            self.assertEqual(counts, truth[key], column)
        self.assertEqual(len({row['KNR'] for row in taken if not row['MODELO'].startswith('BF')}), truth['other_models'])
        return table, taken

    def read_status(self):
        table = self.table('STATUS')
        taken = table.once(lambda r: (r['KNR'], same(r['STATUS']), r['at']))
        truth = self.assert_counts('STATUS', table, taken)
        self.assertEqual(sum(row['STATUS'].strip() not in HALLS for row in taken), truth['unmapped'])
        return table, taken

    def read_resultados(self, mark):
        table = self.table('RESULTADOS')
        for row in table.rows:
            row['UNIT'] = row['UNIT'].strip().replace('\\u00B0', '°')
            row['STATUS'] = int(row['STATUS'])
        names = [n for n in table.header[1:] if n not in ('STATUS', 'DATA')]
        taken = table.once(lambda r: tuple(same(r[n]) for n in names) + (r['STATUS'], r['at']))
        truth = self.assert_counts('RESULTADOS', table, taken)
        dropped = 0
        for row in taken:
            row['value'] = number(row['VALUE'], mark)
            dropped += row['VALUE'].strip() != '' and row['value'] is None
        self.assertEqual(dropped, truth['cells_dropped'])
        self.assertEqual(sum(row['value'] is not None for row in taken), truth['values'])
        self.assertEqual(sum(row['STATUS'] == 13 for row in taken), truth['out_of_limits'])
        self.assertEqual(len({(r['NAME'].strip(), r['VALUE_ID'], r['UNIT']) for r in taken}),
                         truth['characteristics'])
        for group, count in truth['by_group'].items():
            self.assertEqual(sum(row['ID'] == group for row in taken), count, group)
        return table, taken

    def conclude(self, failures, positions, others):
        """Outcomes and passes by the rules."""
        cars = {row['KNR']: {'failed': False, 'late': [], 'passes': {}} for row in failures + positions + others}
        for row in failures:
            hall = row['HALLE'].strip().upper()
            cars[row['KNR']]['failed'] |= hall == 'ROD'
            if hall in LATE:
                cars[row['KNR']]['late'].append(row['at'])
        for row in positions:
            hall = HALLS.get(row['STATUS'].strip())
            if hall is not None:
                cars[row['KNR']]['passes'].setdefault(hall, []).append(row['at'])
                if hall in LATE:
                    cars[row['KNR']]['late'].append(row['at'])

        first = min(row['at'] for row in failures).date()
        last = max(row['at'] for row in failures).date()
        found = {'cars': len(cars), 'failed': 0, 'passed': 0, 'unlabelled': 0,
                 'why': {'not_tested': 0, 'outside_period': 0, 'no_failure_file': 0}}
        passes = {}
        odd = {'cars_missing_hall': 0, 'cars_backwards': 0, 'cars_retested': 0}
        for car in cars.values():
            kept = []
            tests = car['passes'].get('ROD') or car['late']
            tested_at = min(tests) if tests else None
            for hall, times in car['passes'].items():
                counts = passes.setdefault(hall, {'kept': 0, 'rework': 0, 'retest': 0})
                if hall in LATE:
                    counts['kept'] += 1
                    counts['retest'] += len(times) - 1
                    continue
                before = [t for t in times if tested_at is None or t < tested_at]
                counts['kept'] += bool(before)
                counts['rework'] += max(len(before) - 1, 0)
                counts['retest'] += len(times) - len(before)
            for hall in ('ZP5', 'ZP5A', 'ZP61', 'ZP6', 'CAB', 'ZP7'):
                kept.append(max((t for t in car['passes'].get(hall, []) if tested_at is None or t < tested_at),
                                default=None))
            seen = [t for t in kept if t is not None]
            odd['cars_missing_hall'] += bool(car['passes']) and None in kept
            odd['cars_backwards'] += seen != sorted(seen)
            odd['cars_retested'] += len(car['passes'].get('ROD', [])) > 1
            if car['failed']:
                found['failed'] += 1
            elif tested_at is None:
                found['why']['not_tested'] += 1
            elif not first <= tested_at.date() <= last:
                found['why']['outside_period'] += 1
            else:
                found['passed'] += 1
        found['unlabelled'] = sum(found['why'].values())
        self.assertEqual(found, self.truth['outcomes'])
        self.assertEqual(passes, self.truth['files']['STATUS.csv']['by_hall'])
        truth = self.truth['files']['STATUS.csv']
        self.assertEqual(odd, {key: truth[key] for key in odd})
        self.assertTrue(0.15 < odd['cars_missing_hall'] / len(cars) < 0.21, odd)
        self.assertTrue(0.02 < odd['cars_backwards'] / len(cars) < 0.06, odd)
        self.assertGreater(odd['cars_retested'], 40)
        return found

    def test_clean(self):
        self.simulate(0)
        for name in ('FALHAS', 'STATUS', 'RESULTADOS'):
            with open(self.path('plant', name + '.csv'), 'rb') as f:
                content = f.read()
            self.assertFalse(b'  ' in content or b'"' in content, name)
        failures, taken_failures = self.read_falhas()
        positions, taken_positions = self.read_status()
        _, taken_readings = self.read_resultados('.')
        for table, taken in ((failures, taken_failures), (positions, taken_positions)):
            self.assertEqual((table.above, table.refused, len(taken)), (1, [], len(table.rows)))
        found = self.conclude(taken_failures, taken_positions, taken_readings)
        self.assertEqual(found['failed'], self.truth['failed'])
        self.assertEqual(found['why']['outside_period'], 0)
        self.assert_one_plant(taken_failures, taken_readings, '.')
        self.assert_causes_are_seen(taken_readings)

    def test_as_exported(self):
        self.simulate(1)
        failures, taken_failures = self.read_falhas()
        positions, taken_positions = self.read_status()
        readings, taken_readings = self.read_resultados(',')
        found = self.conclude(taken_failures, taken_positions, taken_readings)
        self.assertGreater(found['why']['outside_period'], 50)
        self.assertGreater(found['failed'], 50)
        self.assert_one_plant(taken_failures, taken_readings, ',')

        # The habits of real exports.
        self.assertEqual((failures.above, failures.header[0]), (3, ''))
        for table in (failures, positions, readings):
            self.assertEqual(table.refused, [])
        self.assertLess(0.005, 1.0 - len(taken_failures) / len(failures.rows))
        self.assertLess(0.0001, 1.0 - len(taken_readings) / len(readings.rows))
        halls = {row['HALLE'] for row in failures.rows}
        self.assertTrue({'ZP7   ', 'zp7   ', 'Zp7   '} <= halls)
        self.assertTrue({h.strip().upper() for h in halls} - KNOWN_HALLS)
        self.assertTrue(any(not h.strip() for h in halls))
        self.assertTrue(any(row['FALHA'].rstrip().endswith(' ¨') for row in failures.rows))
        self.assertEqual({'/' in row['DATA'] for row in failures.rows}, {True, False})
        self.assertIn('#MULTIVALUE', {row['S_GROUP_ID'] for row in failures.rows})
        self.assertGreaterEqual(len({row['MODELO'].strip() for row in failures.rows}), 12)
        self.assertGreater(len({row['STATUS'].strip() for row in taken_positions}), 110)
        self.assertTrue(readings.gzipped)
        with gzip.open(self.path('plant', 'RESULTADOS.csv'), 'rb') as f:
            content = f.read()
        for spelling in (b'\\u00B0', '°'.encode(), b'"10 "'):
            self.assertTrue(spelling in content, spelling)
        self.assertTrue(any(row['NAME'].startswith('012') for row in taken_readings))
        self.assertTrue(any(not row['VALUE'].strip() and not row['UNIT'] for row in taken_readings))
        self.assertTrue(any(row['NAME'].startswith('SECTION_ZP8_') for row in taken_readings))

    def test_hostile(self):
        self.simulate(2, '--cars', 2500)
        _, taken_failures = self.read_falhas()
        _, taken_positions = self.read_status()
        _, taken_readings = self.read_resultados(',')
        self.conclude(taken_failures, taken_positions, taken_readings)
        total = {}
        for name in ('FALHAS', 'STATUS', 'RESULTADOS'):
            counts = self.truth['files'][name + '.csv']
            self.assertGreater(counts['rows_rejected'], 20, name)
            for reason, count in counts['rejected_by'].items():
                total[reason] = total.get(reason, 0) + count
            self.assertGreater(counts['cells_mended'], 0, name)
        self.assertTrue(all(count > 5 for count in total.values()), total)
        self.assertGreater(self.truth['files']['FALHAS.csv']['unknown_cars'], 0)
        self.assertGreater(self.truth['files']['FALHAS.csv']['future'], 0)
        self.assertGreater(self.truth['files']['STATUS.csv']['before_car'], 0)
        known = {row['KNR'] for row in taken_positions}
        strangers = {row['KNR'] for row in taken_failures} - known
        self.assertEqual(len(strangers), self.truth['files']['FALHAS.csv']['unknown_cars'])

    def assert_one_plant(self, failures, readings, mark):
        """PREDICT condenses the very rows of the other files."""
        counts, values, bad = {}, {}, {}
        first = min(row['at'] for row in failures) if self.truth['dirt'] else None
        early = set()
        for row in failures:
            key = row['KNR'], row['HALLE'].strip().upper()
            counts[key] = counts.get(key, 0) + 1
        for row in readings:
            name, unit = row['NAME'].strip(), row['UNIT']
            if first is not None and row['at'] < first + datetime.timedelta(days=3):
                early.add(row['KNR'])
            if unit == 'Nm' and row['STATUS'] == 13:
                bad[row['KNR']] = bad.get(row['KNR'], 0) + 1
            if len(name) == 4:
                values.setdefault((row['KNR'], name, unit), []).append(row['value'])
        n = 0
        for row in self.table('PREDICT', delimiter=';').rows:
            car = row['KNR']
            for hall in ('ZP5', 'ZP5A', 'CAB', 'ZP7', 'ROD'):
                # The export of failures begins later: a car from before that has some elsewhere.
                if car in early:
                    continue
                text = row['FALHAS_' + hall].strip()
                if text:
                    self.assertEqual(int(text), counts.get((car, hall), 0), (car, hall))
                    n += 1
            for operation in ('3108', '3215', '4120'):
                for unit, kind in (('Nm', 'TORQUE'), ('Grad', 'ANGLE')):
                    found = values.get((car, operation, unit))
                    for name, function in (('MEAN', statistics.mean), ('MIN', min), ('MAX', max)):
                        text = row['%s_%s_%s' % (name, kind, operation)].strip()
                        told = number(text, mark)
                        if told is None:
                            self.assertTrue(found is None or text != '', (car, operation))
                        else:
                            self.assertAlmostEqual(told, function(found), delta=0.0051)
                            n += 1
            told = number(row['TOTAL_TORQUE_NOK'], mark)
            if told is not None:
                self.assertEqual(told, bad.get(car, 0), car)
        self.assertGreater(n, 10000)

    def assert_causes_are_seen(self, readings):
        with open(self.path('plant', 'truth.csv'), encoding='utf-8') as f:
            probability = {row['car']: float(row['probability']) for row in csv.DictReader(f)}
        torque = {(row['KNR'], row['NAME'], row['VALUE_ID']): row['value'] for row in readings if row['UNIT'] == 'Nm'}
        usual, beyond = [], []
        for car, p in probability.items():
            value = torque.get((car, '3108', '2.0'))
            if value is not None:
                (beyond if abs(value - 59.0) > 2.9 else usual).append(p)
        self.assertGreater(len(beyond), 20)
        self.assertGreater(statistics.mean(beyond), 2.0 * statistics.mean(usual))

        # A car that went through CAB again was tested there again.
        again = {row['KNR'] for row in self.table('PREDICT', delimiter=';').rows if row['N_CABINES'] == '2'}
        tests = {}
        for row in readings:
            if row['NAME'].startswith('UPSECOS_'):
                tests[row['KNR'], row['NAME']] = tests.get((row['KNR'], row['NAME']), 0) + 1
        twice = {car for (car, _), count in tests.items() if count == 2}
        self.assertGreater(len(again), 50)
        self.assertTrue(again <= twice)

    def test_volume(self):
        self.ok('simulate', '--cars', 60, '--days', 1, '--dirt', 2, '--files', 'Resultados, status', '--out',
                self.path('plant'))
        self.assertEqual(sorted(os.listdir(self.path('plant'))),
                         ['RESULTADOS.csv', 'STATUS.csv', 'truth.csv', 'truth.json'])
        table = self.table('RESULTADOS')
        self.assertTrue(850 * 60 < len(table.rows) < 950 * 60, len(table.rows))
        for options in (['--files', 'predict,nonsense'], ['--files', ''], ['--readings', '3'], ['--readings', 'x']):
            result = self.run_cli('simulate', '--out', self.path('none'), *options)
            self.assertEqual(result.code, 2, options)
        self.assertFalse(os.path.exists(self.path('none')))


if __name__ == '__main__':
    support.main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Excel workbooks for tests, written as Excel writes them, or wrong in any way that a test wants.

    xlsx.write('plan.xlsx', [('Plan1', [['KNR', 'STATUS', 'DATA'],
                                        ['2024-0000001', 'R750', datetime.datetime(2024, 3, 1, 6, 30)]])])

A cell is None (it is not there), a number, a text, a bool, a date and time, or a Raw: XML of its own."""
import datetime
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'
TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Cell styles: 0 general, 1 a date and time of the user's own, 2 a built-in date, 3 a duration.
STYLES = (HEAD + '<styleSheet xmlns="%s"><numFmts count="2">'
          '<numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm:ss"/>'
          '<numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>'
          '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
          '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/>'
          '<xf numFmtId="165"/></cellXfs></styleSheet>' % MAIN)


class Raw(str):
    """A cell's own XML: attributes behind its reference, then what stands in it.

    Raw('t="b"><v>1</v>') becomes <c r="A1" t="b"><v>1</v></c>."""


def column(index):
    """0 is A, 26 is AA."""
    name = ''
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord('A') + rest) + name
    return name


def serial(moment, date1904=False):
    """A date and time as days since the workbook's day nought."""
    start = datetime.datetime(1904, 1, 1) if date1904 else datetime.datetime(1899, 12, 30)
    return repr((moment - start) / datetime.timedelta(days=1))


def cell_xml(reference, value, strings, date1904):
    if isinstance(value, Raw):
        return '<c r="%s" %s</c>' % (reference, value)
    if isinstance(value, bool):
        return '<c r="%s" t="b"><v>%d</v></c>' % (reference, value)
    if isinstance(value, datetime.datetime):
        return '<c r="%s" s="1"><v>%s</v></c>' % (reference, serial(value, date1904))
    if isinstance(value, (int, float)):
        return '<c r="%s"><v>%r</v></c>' % (reference, value)
    if strings is None:
        return '<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % (reference, escape(value))
    return '<c r="%s" t="s"><v>%d</v></c>' % (reference, strings.setdefault(value, len(strings)))


def sheet_xml(rows, strings=None, date1904=False):
    """A sheet; an empty list is a row that is not there."""
    yield HEAD + '<worksheet xmlns="%s"><sheetData>' % MAIN
    for number, row in enumerate(rows, 1):
        if row:
            yield '<row r="%d">%s</row>' % (number, ''.join(
                cell_xml(column(i) + str(number), value, strings, date1904)
                for i, value in enumerate(row) if value is not None))
    yield '</sheetData></worksheet>'


def relations(targets):
    """(id, end of the type, target) of each."""
    return HEAD + '<Relationships xmlns="%s">%s</Relationships>' % (PACKAGE, ''.join(
        '<Relationship Id="%s" Type="%s/%s" Target="%s"/>' % (name, OFFICE, kind, target)
        for name, kind, target in targets))


def frame(names, strings=True, date1904=False):
    """All parts but the sheets and the strings."""
    sheets = ''.join('<sheet name=%s sheetId="%d" r:id="rId%d"/>' % (quoteattr(name), i, i)
                     for i, name in enumerate(names, 1))
    targets = [('rId%d' % i, 'worksheet', 'worksheets/sheet%d.xml' % i) for i in range(1, len(names) + 1)]
    targets += [('rIdStyles', 'styles', 'styles.xml')]
    targets += [('rIdStrings', 'sharedStrings', 'sharedStrings.xml')] if strings else []
    return {
        '[Content_Types].xml': HEAD + '<Types xmlns="%s"><Default Extension="xml" '
                                      'ContentType="application/xml"/></Types>' % TYPES,
        '_rels/.rels': relations([('rId1', 'officeDocument', 'xl/workbook.xml')]),
        'xl/workbook.xml': HEAD + '<workbook xmlns="%s" xmlns:r="%s"><workbookPr date1904="%d"/>'
                                  '<sheets>%s</sheets></workbook>' % (MAIN, OFFICE, date1904, sheets),
        'xl/_rels/workbook.xml.rels': relations(targets),
        'xl/styles.xml': STYLES,
    }


def strings_xml(strings):
    yield HEAD + '<sst xmlns="%s" uniqueCount="%d">' % (MAIN, len(strings))
    for text in strings:
        yield text if isinstance(text, Raw) else '<si><t xml:space="preserve">%s</t></si>' % escape(text)
    yield '</sst>'


def package(path, parts, compression=zipfile.ZIP_DEFLATED):
    """A ZIP file of parts: text, bytes, or an iterable of texts."""
    with zipfile.ZipFile(path, 'w', compression, allowZip64=True) as archive:
        for name, content in parts.items():
            with archive.open(name, 'w') as part:
                for piece in [content] if isinstance(content, (str, bytes)) else content:
                    part.write(piece.encode() if isinstance(piece, str) else piece)


def write(path, sheets, shared=True, date1904=False, parts=None):
    """A workbook of (name, rows) each; parts replaces some of what is in it."""
    strings = {} if shared else None
    content = frame([name for name, _ in sheets], shared, date1904)
    for i, (_, rows) in enumerate(sheets, 1):
        content['xl/worksheets/sheet%d.xml' % i] = sheet_xml(rows, strings, date1904)
    if shared:
        # A generator: the sheets before it have filled the strings by then.
        content['xl/sharedStrings.xml'] = (piece for piece in strings_xml(strings))
    content.update(parts or {})
    package(path, content)

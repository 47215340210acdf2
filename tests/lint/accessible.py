#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every widget that one can act on has a name that a screen reader can say."""
import xml.etree.ElementTree as ElementTree

import lint

INTERACTIVE = {
    'GtkButton', 'GtkToggleButton', 'GtkMenuButton', 'GtkLinkButton', 'GtkCheckButton', 'GtkSwitch',
    'GtkEntry', 'GtkSearchEntry', 'GtkPasswordEntry', 'GtkText', 'GtkTextView', 'GtkSpinButton', 'GtkScale',
    'GtkDropDown', 'GtkColumnView', 'GtkListView', 'GtkGridView', 'GtkListBox', 'GtkFlowBox', 'GtkProgressBar',
    'AdwSplitButton', 'AdwActionRow', 'AdwExpanderRow', 'AdwComboRow', 'AdwEntryRow',
}
NAMING = {'label', 'title', 'tooltip-text'}


def properties(node):
    return {prop.get('name') for prop in node.findall('property') + node.findall('binding')}


def has_name(node):
    accessibility = node.find('accessibility')
    if accessibility is not None:
        said = {child.get('name') for child in accessibility}
        if said & {'label', 'labelled-by'}:
            return True
    if properties(node) & NAMING:
        return True
    # A button is named by what stands on it, be it put there by the program.
    if node.get('class', '').endswith('Button'):
        if 'icon-name' not in properties(node) and node.find('child') is None:
            return True
        return any(child.get('class') in ('GtkLabel', 'AdwButtonContent') and 'label' in properties(child)
                   for child in node.iter('object'))
    return False


def main():
    findings = []
    for path in lint.files('ui/*.ui'):
        tree = ElementTree.parse(path)
        for node in tree.iter():
            kind = node.get('class') if node.tag == 'object' else node.get('parent') if node.tag == 'template' else None
            if kind in INTERACTIVE and node.tag == 'object' and not has_name(node):
                findings.append(f'{lint.name(path)}: {kind} {node.get("id", "without an id")} has no accessible name')
    lint.end(findings)


main()

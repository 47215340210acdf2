# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a program through the accessibility bus, as a screen reader's user would.

Names are what a user hears, so a journey breaks when a widget loses its name. Roles are
matched loosely, because toolkits of different years call the same thing differently.
"""
import os
import subprocess
import sys
import tempfile
import time
import warnings

warnings.simplefilter('ignore')

import gi  # noqa: E402
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = float(os.environ.get('RODAGEM_UI_PATIENCE', 20))

# A list of a thousand rows is a thousand walks; what is in it is asked for by name.
LONG = {'table', 'tree table', 'list', 'list box'}
NOT, NEARLY, EXACTLY = range(3)
# The close button in a title bar, which is named like those of dialogs: pressed in place of one that
# is not there yet, it ends the program.
TITLE_BUTTON = 'Close the window'
BUTTONS = {'push button', 'button', 'toggle button', 'radio button', 'page tab', 'menu item', 'filler'}


class Impatient(AssertionError):
    """What was waited for did not come."""


def eventually(look, what, seconds=None, alive=lambda: True):
    """The first true answer of look(); the bus may fail in between, as widgets come and go."""
    end = time.monotonic() + (seconds or PATIENCE)
    while time.monotonic() < end:
        if not alive():
            raise Impatient(f'the program ended while waiting for {what}')
        try:
            found = look()
            if found:
                return found
        except GLib.Error:
            pass
        time.sleep(0.05)
    raise Impatient(f'waited in vain for {what}')


class Program:
    """A running program and its widgets."""

    def __init__(self, *command, **environment):
        self.process = subprocess.Popen(command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL)
        self.root = self.wait(self._find_root, f'{command[0]} on the bus')
        self.wait(lambda: self.root.get_child_count() > 0, 'a window')

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None and self.process.poll() is None:
            print('What was on the screen:', file=sys.stderr)
            for line in self.describe():
                print('  ' + line, file=sys.stderr)
        self.close()

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _find_root(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid:
                return child
        return None

    def wait(self, look, what, seconds=None):
        return eventually(look, what, seconds, alive=lambda: self.process.poll() is None)

    def walk(self, long_ones=False):
        """Every widget, nearest first."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop(0)
            yield node
            try:
                if not long_ones and node.get_role_name() in LONG:
                    continue
                children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
            except GLib.Error:
                continue
            waiting.extend(child for child in children if child is not None)

    def look(self, name=None, roles=None, long_ones=False, folded=False):
        """The first widget on the screen of that name (or whose name satisfies it), or None.

        folded: also where it is folded away.
        """
        near = None
        for node in self.walk(long_ones=long_ones):
            try:
                if roles is not None and node.get_role_name() not in roles:
                    continue
                fit = fits(name, node.get_name() or '')
                if fit == NOT or (fit == NEARLY and near is not None) or not (folded or is_showing(node)):
                    continue
                if node.get_description() == TITLE_BUTTON:
                    continue
                if fit == EXACTLY:
                    return node
                near = node
            except GLib.Error:
                continue
        return near

    def find(self, name=None, roles=None, seconds=None, long_ones=False, folded=False):
        what = f'"{name}"' if isinstance(name, str) else f'a widget of {roles}'
        return self.wait(lambda: self.look(name, roles, long_ones, folded), what, seconds)

    def press(self, name, seconds=None, long_ones=False):
        """Presses the button of that name, once it can be pressed."""
        def ready():
            node = self.look(name, BUTTONS, long_ones)
            return node if node is not None and is_sensitive(node) else None
        act(self.wait(ready, f'the button "{name}"', seconds))

    def type(self, name, text):
        """Replaces what stands in the entry of that name."""
        entry = self.find(name, roles={'text', 'entry', 'search', 'password text'}, long_ones=True)
        assert Atspi.EditableText.set_text_contents(entry, text), f'"{name}" takes no text'

    def set_value(self, name, number):
        """Sets the spin button of that name, wherever it is folded away."""
        node = self.find(name, roles={'spin button', 'slider'}, long_ones=True, folded=True)
        assert Atspi.Value.set_current_value(node, number), f'"{name}" takes no value'

    def says(self, part, seconds=None, long_ones=False):
        """Waits until some widget says the part; returns the whole of it."""
        return self.wait(lambda: self.look(lambda said: part in said, long_ones=long_ones),
                         f'something that says "{part}"', seconds).get_name()

    def says_not(self, part, seconds=None):
        self.wait(lambda: self.look(lambda said: part in said) is None, f'"{part}" to go', seconds)

    def describe(self):
        for node in self.walk(long_ones=False):
            try:
                if node.get_name() and is_showing(node):
                    yield f'{node.get_role_name()}: {node.get_name()}'
            except GLib.Error:
                continue


def plain(name):
    """Old toolkits also say a mnemonic's underline; capitals and dots are a matter of style."""
    return name.replace('_', '').replace('…', '').strip().casefold()


def fits(name, said):
    """How well what a widget says fits the name that is looked for (or the question that is asked).

    Old toolkits say a button's own name and then what stands on it, which may be the same again.
    """
    if name is None:
        return EXACTLY
    if callable(name):
        return EXACTLY if name(said) else NOT
    name, said = plain(name), plain(said)
    if said in (name, f'{name} {name}'):
        return EXACTLY
    return NEARLY if said.startswith(name + ' ') else NOT


def is_showing(node):
    """Has a place on the screen: old toolkits never say the state SHOWING."""
    if node.get_component_iface() is None:
        return False
    extents = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    return extents.width > 0 and extents.height > 0


def is_sensitive(node):
    return node.get_state_set().contains(Atspi.StateType.SENSITIVE)


def act(node, name=None):
    """Does the widget's action of that name, or its first."""
    for i in range(node.get_n_actions()):
        try:
            if name is None or node.get_action_name(i) == name:
                return node.do_action(i)
        except GLib.Error:
            continue
    raise AssertionError(f'"{node.get_name()}" has no action {name or ""}')


def value(node):
    return Atspi.Value.get_current_value(node)


def folder():
    """A folder that goes when the journey ends."""
    return tempfile.TemporaryDirectory(prefix='rodagem-journey-')

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file arrives in the watched folder: it is imported, a notification tells of it, and the
notification leads to the Data page."""
import json
import os
import pathlib
import signal
import subprocess
import sys

import ui
from gi.repository import Gio, GLib

SERVICE = 'org.freedesktop.Notifications'
OBJECT = '/org/freedesktop/Notifications'
INTERFACE = '''<node><interface name="org.freedesktop.Notifications">
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>'''


def be_desktop(log):
    """Stands in for a desktop, in a process of its own: notes what it is told, and SIGUSR1 clicks on it."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    told = []

    def call(bus, sender, path, interface, method, parameters, invocation):
        if method == 'Notify':
            told.append(parameters.unpack())
            invocation.return_value(GLib.Variant('(u)', (len(told),)))
            with open(log, 'a', encoding='utf-8') as file:
                file.write(json.dumps(told[-1][3:5]) + '\n')
        elif method == 'GetCapabilities':
            invocation.return_value(GLib.Variant('(as)', (['actions', 'body'],)))
        elif method == 'GetServerInformation':
            invocation.return_value(GLib.Variant('(ssss)', ('journey', 'none', '1', '1.2')))
        else:
            invocation.return_value(None)

    def click():
        bus.emit_signal(None, OBJECT, SERVICE, 'ActionInvoked', GLib.Variant('(us)', (len(told), 'default')))
        return GLib.SOURCE_CONTINUE

    bus.register_object(OBJECT, Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], call, None, None)
    bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'RequestName',
                  GLib.Variant('(su)', (SERVICE, 0)), None, Gio.DBusCallFlags.NONE, 5000, None)
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, click)
    pathlib.Path(log).touch()
    GLib.MainLoop().run()


def read(log):
    return [json.loads(line) for line in log.read_text(encoding='utf-8').splitlines()] if log.exists() else []


def main():
    with ui.folder() as folder:
        config, arrivals = pathlib.Path(folder, 'config'), pathlib.Path(folder, 'arrivals')
        arrivals.mkdir()
        settings = config / 'glib-2.0' / 'settings' / 'keyfile'
        settings.parent.mkdir(parents=True)
        settings.write_text(f"[io/github/rodagem/Rodagem]\nwatched-folder='{arrivals}'\npage='cars'\n",
                            encoding='utf-8')

        log = pathlib.Path(folder, 'told')
        desktop = subprocess.Popen([sys.executable, __file__, str(log)])
        ui.eventually(log.exists, 'the desktop')
        with ui.Program(os.environ['RODAGEM'], '--database', str(pathlib.Path(folder, 'line.rodagem')),
                        GSETTINGS_BACKEND='keyfile', XDG_CONFIG_HOME=str(config)) as program:
            program.says('Which Cars to the Long Test?')
            rows = [f'2026-{i:07};{"LMH"[i % 3]};{10 + i % 23};{int(i % 9 == 0)}' for i in range(200)]
            (arrivals / 'line.csv').write_text('Car code;Type;Torque [Nm];Failed\n' + '\n'.join(rows) + '\n',
                                               encoding='utf-8')
            program.wait(lambda: read(log), 'a notification', seconds=60)
            title, body = read(log)[0]
            assert title == 'line.csv', title
            assert '200 rows taken' in body, body

            desktop.send_signal(signal.SIGUSR1)
            program.says('Watching “', long_ones=True)
            program.says('line.csv', long_ones=True)
            program.says('200 rows taken', long_ones=True)

            (arrivals / 'bad.csv').write_text('nothing but a line\n', encoding='utf-8')
            program.wait(lambda: len(read(log)) > 1, 'word of the bad file', seconds=60)
            assert 'bad.csv' in read(log)[1][1], read(log)[1]
            program.says('bad.csv', long_ones=True)
        desktop.terminate()
        desktop.wait()


if len(sys.argv) > 1:
    be_desktop(sys.argv[1])
else:
    main()

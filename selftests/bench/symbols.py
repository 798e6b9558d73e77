# SPDX-License-Identifier: GPL-2.0-only
"""Where addresses of a kernel lie, by what its /proc/kallsyms said."""
import bisect


class Symbols:
    def __init__(self, path):
        rows = []
        with open(path, encoding="ascii") as file:
            for row in file:
                address, _, name, *module = row.split()
                rows.append((int(address, 16), " ".join([name] + module)))
        rows.sort()
        self.begins, self.names = zip(*rows)

    def find(self, address):
        """(name, offset) or None in front of all; a module's is in its name"""
        at = bisect.bisect(self.begins, address) - 1
        return None if at < 0 else (self.names[at], address - self.begins[at])

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""The table of Documentation/services.rst, from what the tests have said.

usage: table.py LOG DOCUMENT

A test says `# service: NAME | PACKAGE VERSION, ...` in front of its results,
and these begin with the column that they belong to: `works: a login`. Rows of
tests that are not in the log stay as they are.
"""

import re
import sys

BEGIN, END = ".. table of make test-services", ".. end of the table"
COLUMNS = ("works", "blocked", "without its rule")
HEAD = """
.. list-table::
   :header-rows: 1
   :widths: 14 20 28 16 14 8

   * - Service
     - Package
     - Works
     - Blocked from outside
     - Does not work without its rule
     - Test
"""
RESULT = re.compile(r"(not )?ok \d+ (%s): (.*)" % "|".join(COLUMNS))


class Service:
    """One row: what was found of it."""

    def __init__(self, name, packages, test, kernel):
        self.name, self.packages = name, packages
        self.test, self.kernel = test, kernel
        self.found = {column: [] for column in COLUMNS}

    def add(self, bad, column, what):
        """A result. What is skipped says why."""
        what, skipped, why = what.partition(" # SKIP ")
        if skipped:
            what += " (not tried: %s)" % why
        self.found[column].append("**not so:** " + what if bad else what)

    def row(self):
        """As RST has it."""
        cells = [self.name, self.packages or "-"]
        cells += ["; ".join(self.found[c]) or "-" for c in COLUMNS]
        cells.append("``%s``" % self.test)
        return "   * - " + "\n     - ".join(cells) + "\n"


def read(log):
    """The services of a log, and its kernel."""
    services, test, kernel = [], None, "?"
    for line in log:
        line = line.rstrip("\n")
        begin = re.fullmatch(r"# (\w+\.sh)", line)
        result = RESULT.fullmatch(line)
        failed = re.match(r"not ok - (\w+\.sh): ", line)
        if begin:
            test, current = begin[1], None
        elif line.startswith("# kernel: "):
            kernel = line[10:]
        elif line.startswith("# service: "):
            name, _, packages = line[11:].partition(" | ")
            current = Service(name, packages, test, kernel)
            services.append(current)
        elif result and current:
            current.add(*result.groups())
        elif failed:
            for service in services:
                if service.test == failed[1]:
                    service.found["works"].append("**the test failed**")
    return services, kernel


def test_of(row):
    """Whose row it is."""
    return re.search(r"``(\w+\.sh)``\n*$", row)[1]


def main():
    """Put the rows in their places."""
    with open(sys.argv[1], encoding="utf-8", errors="replace") as log:
        services, kernel = read(log)
    with open(sys.argv[2], encoding="utf-8") as file:
        text = file.read()
    before, rest = text.split(BEGIN + "\n")
    table, after = rest.split(END)
    rows = re.split(r"^(?=   \* - )", table, flags=re.M)[2:]
    new = {service.test for service in services}
    rows = [row.rstrip("\n") + "\n" for row in rows if test_of(row) not in new]
    rows += [service.row() for service in services]
    rows.sort(key=test_of)
    if services and "ct6-" not in kernel:
        with open(sys.argv[2], "w", encoding="utf-8") as file:
            file.write(before + BEGIN + "\n" + HEAD + "".join(rows) + "\n" +
                       END + after)


main()

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A blind attacker, a thousand tries of each kind (RFC 5961): the connection
# goes on. What an end has to see to answer it (SYNs) is let through.

. "$(dirname "$0")/lib.sh"
plan 30
silent_hosts
results_of python3 "$here/tcp_blind.py"

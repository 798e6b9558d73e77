#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Valid traffic of two stacks over lossy, doubling, reordering ways: nothing of
# it is invalid. SEEDS="FIRST LAST" and SEGMENTS choose other traffic.

. "$(dirname "$0")/lib.sh"
# shellcheck disable=SC2086 # two words
set -- ${SEEDS-1 3}
plan $(($2 - $1 + 2))
silent_hosts
results_of python3 "$here/tcp_model.py" "$1" "$2" "${SEGMENTS-2000}"
equal "ct6 counts none as invalid" 0 "$(stat_of router invalid)"

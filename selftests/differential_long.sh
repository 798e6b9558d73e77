#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# As differential.sh, with 24,000 pairs of packet and ruleset.

export CT6_PAIRS=${CT6_PAIRS-24000}
exec "$(dirname "$0")/differential.sh"

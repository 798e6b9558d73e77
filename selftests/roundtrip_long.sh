#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# As roundtrip.sh, with 2000 rulesets of each language.

export CT6_RULESETS=${CT6_RULESETS-2000}
exec "$(dirname "$0")/roundtrip.sh"

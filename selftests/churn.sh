#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# unload_traffic.sh, 200 times. Long: `make test-long`.

export CT6_ROUNDS=200
exec "$(dirname "$0")/unload_traffic.sh"

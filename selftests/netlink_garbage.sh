#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Mutations of good requests: none harms the kernel, a refusal says why, and
# good requests still work behind them.

. "$(dirname "$0")/lib.sh"
plan 4
host router
results_of on router python3 "$here/netlink_garbage.py" 2000
succeeds "the tool works behind it" on router ct6 flush

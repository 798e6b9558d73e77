#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# tcp_model.sh with other seeds, and more of them.

export SEEDS="100 129" SEGMENTS=5000
exec "${0%_long.sh}.sh"

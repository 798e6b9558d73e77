#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# tcp_bulk.sh with a megabyte each way in each connection, in all variants.

export BYTES=1000000 VARIANTS="plain offload small bare nosack late"
exec "${0%_long.sh}.sh"

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# netlink_hostile.sh with all damage at one attribute, and 6,000 mixes.

export CT6_ROUNDS=6000 CT6_SHARE=1
exec "$(dirname "$0")/netlink_hostile.sh"

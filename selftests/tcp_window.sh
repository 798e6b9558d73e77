#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Where segments belong (RFC 9293, 3.10.7.4): windows, what falls back behind
# them, probes of closed ones, numbers that wrap.

. "$(dirname "$0")/lib.sh"
plan "$(grep -c '^case ' "$0")"
silent_hosts

results_of python3 "$here/tcp.py" <<'CASES'
case data up to the edge of the window, and behind it
open
wan PA seq=128000 ack=1 len=1 : pass established
wan PA seq=128002 ack=1 len=1 : drop established
wan PA seq=1000000 ack=1 len=1 : drop established
wan PA seq=1 ack=1 len=1 : pass established

case the window of a SYN is not scaled
open
lan PA seq=1002 ack=1 len=1 : drop established
lan PA seq=1001 ack=1 len=1 : pass established

case an end alone scales no window
lan S ws=7 win=1000 : pass syn-sent
wan SA win=1000 : pass syn-recv
lan A win=1000 : pass established
wan PA seq=1000 ack=1 len=1 : pass established
wan PA seq=1002 ack=1 len=1 : drop established

case the edge moves with acknowledgments
open
wan PA len=1400 : pass established
wan PA seq=128002 ack=1 len=1 : drop established
lan A : pass established
wan PA seq=129401 ack=1 len=1 : pass established
wan PA seq=129403 ack=1 len=1 : drop established

case data that was acknowledged comes again
open
wan PA len=1400 : pass established
wan PA len=1400 : pass established
lan A : pass established
wan PA seq=1 ack=1 len=1400 : pass established
wan PA seq=1401 ack=1 len=1400 : pass established
wan PA seq=2000 ack=1 len=1400 : pass established
wan PA seq=-2000000 ack=1 len=1400 : drop established

case an acknowledgment of what was not sent
open
wan PA len=100 : pass established
lan A seq=1 ack=102 : drop established
lan PA seq=1 ack=102 len=1 : drop established
lan A seq=1 ack=101 : pass established

case acknowledgments that were overtaken
open
wan PA len=1400 : pass established
wan PA len=1400 : pass established
lan A : pass established
lan A seq=1 ack=1401 : pass established
lan A seq=1 ack=1 : pass established
lan A seq=1 ack=-2000000 : drop established

case an acknowledgment that was overtaken is no step back
open
wan PA seq=127000 ack=1 len=1000 : pass established
lan A seq=1 ack=128000 : pass established
wan PA seq=255000 ack=1 len=1000 : pass established
lan A seq=1 ack=256000 : pass established
lan A seq=1 ack=128000 : pass established
lan PA seq=1 ack=61000 len=1 : drop established
lan PA seq=1 ack=63000 len=1 : pass established

case acknowledgments that were overtaken by more than a window
open
wan PA len=1400 : pass established
lan A win=1000 : pass established
wan PA seq=129000 ack=1 len=400 : pass established
lan A seq=1 ack=129400 : pass established
wan PA seq=257000 ack=1 len=400 : pass established
lan A seq=1 ack=1401 : pass established

case late by more than a window: what is of no use passes, the rest does not
open
wan PA len=1400 : pass established
lan A : pass established
wan PA seq=-1000000 ack=1 len=1400 : pass established
wan FA seq=-1000000 ack=1 len=1400 : pass established
lan A seq=1 ack=-1000000 : pass established
lan PA seq=1 ack=-1000000 len=1 : drop established
lan FA seq=1 ack=-1000000 : drop established
wan PA seq=-1000000 ack=2 len=1400 : drop established
lan A seq=1000000 ack=-1000000 : drop established
wan PA : pass established

case a window of a few bytes: what is sent again falls back by more than it
lan S win=100 : pass syn-sent
wan SA win=100 : pass syn-recv
lan A win=100 : pass established
wan PA len=100 : pass established
lan A win=100 : pass established
wan PA len=100 : pass established
lan A win=100 : pass established
wan PA seq=1 ack=1 len=100 : pass established
wan PA seq=302 ack=1 len=1 : drop established

case a keep-alive without data
open
wan PA len=100 : pass established
lan A : pass established
wan A seq=100 ack=1 : pass established
lan A : pass established
lan A seq=0 ack=101 : pass established
wan A : pass established

case a keep-alive of one byte
open
wan PA len=100 : pass established
lan A : pass established
wan A seq=100 ack=1 len=1 : pass established
lan A : pass established

case a closed window, probed with the byte behind it
open
wan PA len=1000 : pass established
lan A win=0 : pass established
wan PA seq=1001 ack=1 len=1 : pass established
lan A win=0 : pass established
wan PA seq=1001 ack=1 len=1 : pass established
lan A win=1000 : pass established
wan PA len=1000 : pass established

case a closed window, probed with what was acknowledged
open
wan PA len=1000 : pass established
lan A win=0 : pass established
wan A seq=1000 ack=1 : pass established
lan A win=0 : pass established

case a window that was closed from the first
lan S : pass syn-sent
wan SA win=0 : pass syn-recv
lan A : pass established
lan PA seq=1 ack=1 len=1 : pass established
wan A win=0 seq=1 ack=1 : pass established
lan A seq=0 ack=1 : pass established
lan A seq=2 ack=1 : pass established
lan PA seq=3 ack=1 len=1 : drop established
wan A win=10 seq=1 ack=1 : pass established
lan PA len=10 : pass established

case a window that shrinks: what was sent before is in it
open
wan PA len=1400 : pass established
lan A win=10 : pass established
wan PA seq=100001 ack=1 len=1400 : pass established
wan PA seq=129402 ack=1 len=1 : drop established

case numbers that wrap
isn lan=4294967000 wan=4294966900
open
lan PA len=1400 : pass established
wan PA len=1400 : pass established
lan A : pass established
wan PA seq=1 ack=1401 len=1400 : pass established
wan PA len=1400 : pass established
lan A seq=1401 ack=2802 : drop established
lan FA : pass fin-wait
wan FA : pass last-ack
lan A : pass time-wait

case numbers that wrap with the SYN
isn lan=4294967295 wan=4294967295
open
lan PA len=10 : pass established
wan A : pass established
wan R seq=1 : pass close

case flags that no stack sends in a connection
open
lan SF : drop established
wan SR : drop established
lan FR : drop established
wan SFRPAUEC : drop established
lan : drop established
wan P seq=1 : drop established
lan PAUEC seq=1 ack=1 : pass established
CASES

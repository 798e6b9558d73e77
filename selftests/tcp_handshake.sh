#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How TCP connections open (RFC 9293, 3.5; RFC 7413): the state after each
# segment and whether it is delivered. tcp.py says how to read the cases.

. "$(dirname "$0")/lib.sh"
plan "$(grep -c '^case ' "$0")"
silent_hosts

results_of python3 "$here/tcp.py" <<'CASES'
case both ends scale their windows
open
wan PA len=100 : pass established
lan A : pass established

case neither end scales
lan S : pass syn-sent
wan SA : pass syn-recv
lan A win=65535 : pass established
wan PA len=1400 : pass established

case only the opener scales: its windows are not scaled
lan S ws=14 win=100 : pass syn-sent
wan SA : pass syn-recv
lan A win=100 : pass established
wan PA seq=1 len=10 : pass established
wan PA seq=101 len=10 : pass established
wan PA seq=112 len=10 : drop established

case only the other end scales
lan S : pass syn-sent
wan SA ws=14 win=100 : pass syn-recv
lan A : pass established
wan A win=100 : pass established
lan PA seq=101 len=10 : pass established
lan PA seq=112 len=10 : drop established

case a scale of 255 is one of 14 (RFC 7323, 2.3)
lan S ws=255 : pass syn-sent
wan SA ws=255 : pass syn-recv
lan A win=1 : pass established
wan PA seq=16385 len=1 : pass established
wan PA seq=16387 len=1 : drop established

case the SYN is sent again
lan S ws=7 : pass syn-sent
lan S ws=7 : pass syn-sent
wan SA ws=7 : pass syn-recv
lan S ws=7 : pass syn-recv
lan A : pass established

case the SYN is sent again with another number
lan S ws=7 : pass syn-sent
lan S isn=900000 : pass syn-sent
wan SA ack=-898999 : pass syn-sent
wan SA ws=7 : pass syn-recv
lan A : pass established

case an answer to a SYN that is no longer (3.5, figure 8): the opener resets it
lan S ws=7 : pass syn-sent
wan SA seq=300 ack=91 : pass syn-sent
lan R seq=-909 : pass syn-sent
wan SA ws=7 : pass syn-recv
lan A : pass established

case a server with an old connection answers with an ACK (3.5.1)
lan S ws=7 : pass syn-sent
wan FA seq=300 ack=91 : drop syn-sent
wan PA seq=300 ack=91 len=10 : drop syn-sent
wan A seq=300 ack=91 : pass syn-sent
lan R seq=91 : pass syn-sent
lan S ws=7 : pass syn-sent
wan SA ws=7 : pass syn-recv
lan A : pass established

case the answer is sent again
lan S ws=7 : pass syn-sent
wan SA ws=7 : pass syn-recv
wan SA ws=7 : pass syn-recv
lan A : pass established
wan SA ws=7 : pass established
lan A : pass established

case the answer is sent again with another number and with a scale
lan S ws=9 : pass syn-sent
wan SA : pass syn-recv
wan SA isn=70000 ws=9 : pass syn-recv
lan A win=100 : pass established
wan PA seq=51000 len=100 : pass established

case the third segment is lost, data comes
lan S ws=7 : pass syn-sent
wan SA ws=7 : pass syn-recv
lan PA len=100 : pass established
wan A : pass established

case the third segment is a FIN
lan S ws=7 : pass syn-sent
wan SA ws=7 : pass syn-recv
lan FA : pass fin-wait
wan A : pass close-wait

case the third segment acknowledges what was not sent
lan S ws=7 : pass syn-sent
wan SA ws=7 : pass syn-recv
lan A seq=1 ack=500 : drop syn-recv
lan A seq=1 ack=0 : drop syn-recv
lan A : pass established

case data in the SYN is taken
lan S ws=7 len=100 : pass syn-sent
wan SA ws=7 : pass syn-recv
wan PA len=500 : pass syn-recv
wan SA ws=7 : pass syn-recv
lan A : pass established
wan PA len=500 : pass established
lan A : pass established

case data in the SYN is refused and sent once more
lan S ws=7 len=100 : pass syn-sent
wan SA ws=7 seq=0 ack=1 : pass syn-recv
lan PA seq=1 ack=1 len=100 : pass established
wan A seq=1 ack=101 : pass established

case the SYN is sent again without its data, which was taken
lan S ws=7 len=100 : pass syn-sent
lan S ws=7 seq=0 : pass syn-sent
wan SA ws=7 : pass syn-recv
lan A : pass established

case the SYN is sent again with data, which is taken
lan S : pass syn-sent
lan S len=100 : pass syn-sent
wan SA : pass syn-recv
lan A : pass established

case data in the answer
lan S ws=7 : pass syn-sent
wan SA ws=7 len=600 : pass syn-recv
lan A : pass established

case the server sends before the third segment
lan S ws=7 : pass syn-sent
wan SA ws=7 : pass syn-recv
wan PA len=200 : pass syn-recv
wan PA len=200 : pass syn-recv
lan A : pass established

case nobody begins with an answer, a RST or a FIN alone
wan SA : drop none
lan SA : drop none
wan R : drop none
lan RA : drop none
lan F : drop none
wan S : drop none

case the wan begins where it may
inbound
wan S ws=7 : pass syn-sent
lan SA ws=7 : pass syn-recv
wan A : pass established
lan PA len=100 : pass established
CASES

// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer over the FTP helper: two streams of hostile bytes in hostile
 * segments.
 *
 * The input is a script of segments. Each is told of in two ways: to one
 * connection as the script has it, with bytes cut, doubled, early and lost;
 * to another byte by byte and in order, of those scripts alone that lose
 * nothing. Both must find the same.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../../module/helper_ftp.c"

#define CLIENT_SEQ	0xffffff80u	/* numbers wrap soon */
#define SERVER_SEQ	1000u
#define FOUND_MAX	512

struct reading {
	struct ct6_ftp		ftp;
	struct ct6_ftp_port	found[FOUND_MAX];
	size_t			nr;
	size_t			lost;
	bool			epsv_all;
};

static void check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "not so: %s\n", what);
	abort();
}

static void reading_begin(struct reading *r)
{
	struct in6_addr client;

	inet_pton(AF_INET6, "2001:db8::1", &client);
	memset(r, 0, sizeof(*r));
	ct6_ftp_begin(&r->ftp, &client, CLIENT_SEQ, SERVER_SEQ);
}

/* What every call has to leave behind. */
static void reading_collect(struct reading *r)
{
	struct ct6_ftp *ftp = &r->ftp;
	int i;

	check(ftp->nr_found <= CT6_FTP_FOUND, "no more found than fit");
	check(ftp->epsv <= CT6_FTP_FOUND, "EPSV commands have a bound");
	for (i = 0; i < ftp->nr_found; i++) {
		check(ftp->found[i].port >= 1024, "no low port");
		check(ftp->found[i].end < CT6_FTP_ENDS, "an end of the two");
		check(ftp->found[i].end == CT6_FTP_SERVER || !r->epsv_all,
		      "no EPRT in a call behind EPSV ALL");
		if (r->nr < FOUND_MAX)
			r->found[r->nr++] = ftp->found[i];
	}
	r->epsv_all = ftp->epsv_all;
	r->lost += ftp->lost;
	ftp->nr_found = 0;
	ftp->lost = 0;
	for (i = 0; i < CT6_FTP_ENDS; i++)
		check(ftp->stream[i].len <= CT6_FTP_LINE, "a line fits");
}

/*
 * A script: byte of end and kind, byte of length, bytes of data.
 * Kinds: in order; the same bytes once more, with some before them; early
 * with the bytes between following; lost and acknowledged; acknowledged.
 */
struct script {
	struct reading	cut, plain;
	u32		seq[CT6_FTP_ENDS];
	u8		last[CT6_FTP_ENDS][512];
	size_t		nr_last[CT6_FTP_ENDS];
	bool		loses;
};

static void tell(struct script *s, int end, u32 seq, const u8 *data, u32 len)
{
	/* a copy of its own size, so that a read behind it shows */
	u8 *copy = malloc(len ? len : 1);

	memcpy(copy, data, len);
	ct6_ftp_sent(&s->cut.ftp, end, seq + len);
	ct6_ftp_data(&s->cut.ftp, end, seq, copy, len);
	free(copy);
	reading_collect(&s->cut);
}

static void tell_plain(struct script *s, int end, const u8 *data, u32 len)
{
	u32 i;

	for (i = 0; i < len; i++) {
		ct6_ftp_data(&s->plain.ftp, end, s->seq[end] + i, &data[i], 1);
		reading_collect(&s->plain);
	}
}

static void remember(struct script *s, int end, const u8 *data, u32 len)
{
	u8 *last = s->last[end];
	size_t keep = sizeof(s->last[end]) - len;

	if (s->nr_last[end] > keep) {
		memmove(last, last + s->nr_last[end] - keep, keep);
		s->nr_last[end] = keep;
	}
	memcpy(last + s->nr_last[end], data, len);
	s->nr_last[end] += len;
}

static void early(struct script *s, int end, const u8 *data, u32 len)
{
	u32 cut = len / 2;

	tell(s, end, s->seq[end] + cut, data + cut, len - cut);
	/* and what it was early for, with another end than where it began */
	tell(s, end, s->seq[end], data, len > cut + 1 ? cut + 1 : len);
	tell(s, end, s->seq[end], data, len);
}

static void again(struct script *s, int end, const u8 *data, u32 len)
{
	u32 old = s->nr_last[end];
	u8 both[512 + 256];

	memcpy(both, s->last[end], old);
	memcpy(both + old, data, len);
	tell(s, end, s->seq[end] - old, both, old + len);
	tell(s, end, s->seq[end] - old, both, old / 2 + len / 2);
}

static void step(struct script *s, u8 op, const u8 *data, u32 len)
{
	int end = op & 1;

	switch (op >> 1 & 7) {
	case 0:
	case 1:
	case 2:
		tell(s, end, s->seq[end], data, len);
		break;
	case 3:
		early(s, end, data, len);
		break;
	case 4:
		again(s, end, data, len);
		break;
	case 5:
		/* nothing was sent that far */
		ct6_ftp_acked(&s->cut.ftp, end, s->seq[end] + 1 + op);
		reading_collect(&s->cut);
		tell(s, end, s->seq[end], data, len);
		break;
	case 6:
		/* far away: old or nowhere */
		tell(s, end, s->seq[end] + 0x40000000u * (op >> 4), data, len);
		s->loses = true;
		break;
	default:
		s->loses = true;
		ct6_ftp_sent(&s->cut.ftp, end, s->seq[end] + len);
	}
	tell_plain(s, end, data, len);
	remember(s, end, data, len);
	s->seq[end] += len;
	ct6_ftp_acked(&s->cut.ftp, end, s->seq[end]);
	reading_collect(&s->cut);
}

static void compare(const struct script *s)
{
	size_t i;

	/* how many fit in a call differs, by what a call is */
	if (s->loses || s->cut.lost || s->plain.lost)
		return;
	check(s->cut.nr == s->plain.nr, "cut as in order: as many found");
	for (i = 0; i < s->cut.nr; i++)
		check(s->cut.found[i].port == s->plain.found[i].port &&
		      s->cut.found[i].end == s->plain.found[i].end,
		      "cut as in order: the same found");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct script s;
	size_t at = 0;

	memset(&s, 0, sizeof(s));
	reading_begin(&s.cut);
	reading_begin(&s.plain);
	s.seq[CT6_FTP_CLIENT] = CLIENT_SEQ;
	s.seq[CT6_FTP_SERVER] = SERVER_SEQ;
	while (at + 2 <= size) {
		u32 len = data[at + 1];

		if (len > size - at - 2)
			len = size - at - 2;
		step(&s, data[at], data + at + 2, len);
		at += 2 + len;
	}
	compare(&s);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The control connection of FTP (RFC 959) with its commands for IPv6 (RFC
 * 2428), read from the middle:
 *
 *   client  EPRT |2|2001:db8::1|5282|    the server will connect to there
 *   client  EPSV
 *   server  229 Extended Passive Mode (|||6446|)    the client to there
 *
 * Bytes are read once and in the order of their sequence numbers, whatever
 * segments they come in. A few that come too early are kept. Those that were
 * never seen, but that the other end has acknowledged, are given up, with
 * the line that they were in.
 *
 * Functions of the connection and the bytes alone: no packet, no flow, no
 * lock. Every byte may be hostile.
 */
#include <linux/inet.h>
#include <linux/string.h>

#include "helper_ftp.h"

/* Telnet (RFC 854), as far as FTP makes use of it (RFC 959, 4.1.3). */
#define CT6_TELNET_WILL		251
#define CT6_TELNET_DONT		254
#define CT6_TELNET_IAC		255

/* What the next byte is to Telnet. */
enum ct6_ftp_telnet {
	CT6_FTP_TELNET_TEXT,
	CT6_FTP_TELNET_COMMAND,		/* behind IAC */
	CT6_FTP_TELNET_OPTION,		/* behind WILL and the like */
};

/* The one reply that announces a connection. */
#define CT6_FTP_PASSIVE		229

/* No server offers a port of the system's, and no client has a need to. */
#define CT6_FTP_PORT_MIN	1024

/* What is left of a line. */
struct ct6_ftp_text {
	const u8	*at;
	u32		len;
};

static bool ct6_ftp_before(u32 a, u32 b)
{
	return (s32)(a - b) < 0;
}

static bool ct6_ftp_digit(u8 c)
{
	return c >= '0' && c <= '9';
}

static void ct6_ftp_text_skip(struct ct6_ftp_text *text, u32 len)
{
	text->at += len;
	text->len -= len;
}

static void ct6_ftp_text_spaces(struct ct6_ftp_text *text)
{
	while (text->len && (*text->at == ' ' || *text->at == '\t'))
		ct6_ftp_text_skip(text, 1);
}

/* A word in capital letters, however it is written, up to a space. */
static bool ct6_ftp_text_word(struct ct6_ftp_text *text, const char *word)
{
	u32 len = strlen(word), i;

	if (text->len < len)
		return false;
	for (i = 0; i < len; i++) {
		u8 c = text->at[i];

		if (c >= 'a' && c <= 'z')
			c -= 'a' - 'A';
		if (c != word[i])
			return false;
	}
	if (text->len > len && text->at[len] != ' ' && text->at[len] != '\t')
		return false;
	ct6_ftp_text_skip(text, len);
	ct6_ftp_text_spaces(text);
	return true;
}

/* Up to the next delimiter, which is skipped. */
static bool ct6_ftp_text_until(struct ct6_ftp_text *text, u8 delimiter,
			       struct ct6_ftp_text *part)
{
	const u8 *end = memchr(text->at, delimiter, text->len);

	if (!end)
		return false;
	part->at = text->at;
	part->len = end - text->at;
	ct6_ftp_text_skip(text, part->len + 1);
	return true;
}

/* A delimiter is any printable character (RFC 2428, 2) that is no digit. */
static bool ct6_ftp_text_delimiter(struct ct6_ftp_text *text, u8 *delimiter)
{
	if (!text->len || *text->at < 33 || *text->at > 126 ||
	    ct6_ftp_digit(*text->at))
		return false;
	*delimiter = *text->at;
	ct6_ftp_text_skip(text, 1);
	return true;
}

/* Return: the port, or 0 when it is none that may be announced. */
static u16 ct6_ftp_text_port(const struct ct6_ftp_text *text)
{
	u32 port = 0, i;

	if (!text->len || text->len > 5)
		return 0;
	for (i = 0; i < text->len; i++) {
		if (!ct6_ftp_digit(text->at[i]))
			return 0;
		port = port * 10 + text->at[i] - '0';
	}
	return port >= CT6_FTP_PORT_MIN && port <= U16_MAX ? port : 0;
}

static void ct6_ftp_found(struct ct6_ftp *ftp, enum ct6_ftp_end end, u16 port)
{
	if (!port)
		return;
	if (ftp->nr_found == CT6_FTP_FOUND) {
		ftp->lost++;
		return;
	}
	ftp->found[ftp->nr_found++] = (struct ct6_ftp_port) {
		.port	= port,
		.end	= end,
	};
}

/* The client's own address; a zone, which only it knows, counts for nothing. */
static bool ct6_ftp_own(const struct ct6_ftp *ftp, struct ct6_ftp_text text)
{
	struct ct6_ftp_text zone = text;
	struct in6_addr addr;

	ct6_ftp_text_until(&zone, '%', &text);
	return in6_pton((const char *)text.at, text.len, addr.s6_addr, -1,
			NULL) &&
	       !memcmp(&addr, &ftp->client, sizeof(addr));
}

/* EPRT<space><d>2<d>address<d>port<d> */
static void ct6_ftp_eprt(struct ct6_ftp *ftp, struct ct6_ftp_text text)
{
	struct ct6_ftp_text family, addr, port;
	u8 delimiter;

	if (ftp->epsv_all || !ct6_ftp_text_delimiter(&text, &delimiter) ||
	    !ct6_ftp_text_until(&text, delimiter, &family) ||
	    !ct6_ftp_text_until(&text, delimiter, &addr) ||
	    !ct6_ftp_text_until(&text, delimiter, &port))
		return;
	if (family.len == 1 && *family.at == '2' && !text.len &&
	    ct6_ftp_own(ftp, addr))
		ct6_ftp_found(ftp, CT6_FTP_CLIENT, ct6_ftp_text_port(&port));
}

/* EPSV, EPSV<space>2 or EPSV<space>ALL */
static void ct6_ftp_epsv(struct ct6_ftp *ftp, struct ct6_ftp_text text)
{
	if (text.len && ct6_ftp_text_word(&text, "ALL") && !text.len)
		ftp->epsv_all = true;
	else if (!text.len || (ct6_ftp_text_word(&text, "2") && !text.len))
		ftp->epsv = min_t(u8, ftp->epsv + 1, CT6_FTP_FOUND);
}

static void ct6_ftp_command(struct ct6_ftp *ftp, struct ct6_ftp_text text)
{
	ct6_ftp_text_spaces(&text);
	if (ct6_ftp_text_word(&text, "EPRT"))
		ct6_ftp_eprt(ftp, text);
	else if (ct6_ftp_text_word(&text, "EPSV"))
		ct6_ftp_epsv(ftp, text);
}

/* Somewhere in the line: (<d><d><d>port<d>) */
static void ct6_ftp_passive(struct ct6_ftp *ftp, struct ct6_ftp_text text)
{
	struct ct6_ftp_text before, port, at;
	u8 delimiter;

	while (ct6_ftp_text_until(&text, '(', &before)) {
		at = text;
		if (!ct6_ftp_text_delimiter(&at, &delimiter) ||
		    at.len < 2 || at.at[0] != delimiter ||
		    at.at[1] != delimiter)
			continue;
		ct6_ftp_text_skip(&at, 2);
		if (!ct6_ftp_text_until(&at, delimiter, &port) || !at.len ||
		    *at.at != ')')
			continue;
		ct6_ftp_found(ftp, CT6_FTP_SERVER, ct6_ftp_text_port(&port));
		return;
	}
}

/* Return: the three digits that a line begins with, or 0. */
static u16 ct6_ftp_code(const struct ct6_ftp_text *text)
{
	const u8 *at = text->at;

	if (text->len < 3 || !ct6_ftp_digit(at[0]) || !ct6_ftp_digit(at[1]) ||
	    !ct6_ftp_digit(at[2]))
		return 0;
	return (at[0] - '0') * 100 + (at[1] - '0') * 10 + at[2] - '0';
}

/*
 * A reply of several lines begins with its code and '-' and ends with a line
 * of the same code and a space; what is between may be anything, such as the
 * names of files (RFC 959, 4.2).
 */
static void ct6_ftp_reply(struct ct6_ftp *ftp, struct ct6_ftp_text text,
			  bool over)
{
	u16 code = ct6_ftp_code(&text);
	u8 mark = text.len > 3 ? text.at[3] : ' ';

	if (ftp->multi) {
		if (code != ftp->multi || mark != ' ')
			return;
		ftp->multi = 0;
	} else if (code && mark == '-') {
		ftp->multi = code;
		return;
	}
	if (code != CT6_FTP_PASSIVE || mark != ' ' || !ftp->epsv)
		return;
	ftp->epsv--;
	if (!over)
		ct6_ftp_passive(ftp, text);
}

static void ct6_ftp_line(struct ct6_ftp *ftp, enum ct6_ftp_end end)
{
	const struct ct6_ftp_stream *s = &ftp->stream[end];
	struct ct6_ftp_text text = { s->line, s->len };

	if (s->torn)
		return;
	while (text.len && (text.at[text.len - 1] == '\r' ||
			    text.at[text.len - 1] == ' '))
		text.len--;
	if (end == CT6_FTP_SERVER)
		ct6_ftp_reply(ftp, text, s->over);
	else if (!s->over)
		ct6_ftp_command(ftp, text);
}

/* Return: whether Telnet leaves a byte to the line. */
static bool ct6_ftp_telnet(struct ct6_ftp_stream *s, u8 c)
{
	switch (s->telnet) {
	case CT6_FTP_TELNET_COMMAND:
		s->telnet = c >= CT6_TELNET_WILL && c <= CT6_TELNET_DONT ?
			    CT6_FTP_TELNET_OPTION : CT6_FTP_TELNET_TEXT;
		return c == CT6_TELNET_IAC;
	case CT6_FTP_TELNET_OPTION:
		s->telnet = CT6_FTP_TELNET_TEXT;
		return false;
	default:
		if (c == CT6_TELNET_IAC)
			s->telnet = CT6_FTP_TELNET_COMMAND;
		return c != CT6_TELNET_IAC;
	}
}

static void ct6_ftp_line_begin(struct ct6_ftp_stream *s)
{
	s->len = 0;
	s->telnet = CT6_FTP_TELNET_TEXT;
	s->torn = false;
	s->over = false;
}

static void ct6_ftp_byte(struct ct6_ftp *ftp, enum ct6_ftp_end end, u8 c)
{
	struct ct6_ftp_stream *s = &ftp->stream[end];

	/* names of files hold the byte of IAC too: a line ends all the same */
	if (c == '\n') {
		ct6_ftp_line(ftp, end);
		ct6_ftp_line_begin(s);
	} else if (ct6_ftp_telnet(s, c)) {
		if (s->len < CT6_FTP_LINE)
			s->line[s->len++] = c;
		else
			s->over = true;
	}
}

static u32 ct6_ftp_place(u32 seq)
{
	return seq % CT6_FTP_AHEAD;
}

static bool ct6_ftp_have(const struct ct6_ftp_stream *s, u32 seq)
{
	u32 place = ct6_ftp_place(seq);

	return s->have[place / 8] & BIT(place % 8);
}

static void ct6_ftp_keep(struct ct6_ftp_stream *s, u32 seq, u8 c)
{
	u32 place = ct6_ftp_place(seq);

	if (ct6_ftp_have(s, seq))
		return;
	s->ahead[place] = c;
	s->have[place / 8] |= BIT(place % 8);
}

/* Reads the next byte, which is kept. */
static void ct6_ftp_next(struct ct6_ftp *ftp, enum ct6_ftp_end end)
{
	struct ct6_ftp_stream *s = &ftp->stream[end];
	u32 place = ct6_ftp_place(s->next++);

	s->have[place / 8] &= ~BIT(place % 8);
	ct6_ftp_byte(ftp, end, s->ahead[place]);
}

static void ct6_ftp_drain(struct ct6_ftp *ftp, enum ct6_ftp_end end)
{
	const struct ct6_ftp_stream *s = &ftp->stream[end];

	while (ct6_ftp_have(s, s->next))
		ct6_ftp_next(ftp, end);
}

/* Bytes were not seen: whatever line they were in, or replies, is lost. */
static void ct6_ftp_tear(struct ct6_ftp *ftp, enum ct6_ftp_end end)
{
	ct6_ftp_line_begin(&ftp->stream[end]);
	ftp->stream[end].torn = true;
	if (end == CT6_FTP_SERVER)
		ftp->multi = 0;
}

static void ct6_ftp_stream_begin(struct ct6_ftp_stream *s, u32 seq)
{
	memset(s, 0, sizeof(*s));
	s->next = seq;
	s->sent = seq;
}

/**
 * ct6_ftp_begin() - begin to read a control connection
 * @ftp: result
 * @client: address of the client, its scope known to the caller
 * @client_seq: sequence number of the first byte of the client to read
 * @server_seq: and of the server
 *
 * Context: any; as all functions here, one call at a time.
 */
void ct6_ftp_begin(struct ct6_ftp *ftp, const struct in6_addr *client,
		   u32 client_seq, u32 server_seq)
{
	memset(ftp, 0, sizeof(*ftp));
	ftp->client = *client;
	ct6_ftp_stream_begin(&ftp->stream[CT6_FTP_CLIENT], client_seq);
	ct6_ftp_stream_begin(&ftp->stream[CT6_FTP_SERVER], server_seq);
}

/**
 * ct6_ftp_sent() - an end has sent a segment
 * @ftp: control connection
 * @end: which end
 * @seq: sequence number behind the segment
 *
 * Before its bytes are read, as far as they are.
 */
void ct6_ftp_sent(struct ct6_ftp *ftp, enum ct6_ftp_end end, u32 seq)
{
	struct ct6_ftp_stream *s = &ftp->stream[end];

	if (ct6_ftp_before(s->sent, seq))
		s->sent = seq;
}

/**
 * ct6_ftp_data() - read bytes of a segment
 * @ftp: control connection; what they announce is in its found
 * @end: who sent them
 * @seq: sequence number of the first
 * @data: bytes
 * @len: their number
 *
 * What was read before is not read again, and what has come first counts.
 */
void ct6_ftp_data(struct ct6_ftp *ftp, enum ct6_ftp_end end, u32 seq,
		  const u8 *data, u32 len)
{
	struct ct6_ftp_stream *s = &ftp->stream[end];
	u32 i = 0;

	if (ct6_ftp_before(seq, s->next))
		i = min_t(u32, s->next - seq, len);
	for (; i < len && seq + i - s->next < CT6_FTP_AHEAD; i++) {
		ct6_ftp_keep(s, seq + i, data[i]);
		if (seq + i == s->next)
			ct6_ftp_next(ftp, end);
	}
	ct6_ftp_drain(ftp, end);
}

/**
 * ct6_ftp_acked() - bytes have come to the other end
 * @ftp: control connection; what is read now is in its found
 * @end: who sent them
 * @ack: behind the last of them
 *
 * What is missing of them will not come any more.
 */
void ct6_ftp_acked(struct ct6_ftp *ftp, enum ct6_ftp_end end, u32 ack)
{
	struct ct6_ftp_stream *s = &ftp->stream[end];
	u32 i;

	if (!ct6_ftp_before(s->next, ack) || ct6_ftp_before(s->sent, ack))
		return;
	for (i = 0; i < CT6_FTP_AHEAD && s->next != ack; i++) {
		if (ct6_ftp_have(s, s->next)) {
			ct6_ftp_next(ftp, end);
		} else {
			ct6_ftp_tear(ftp, end);
			s->next++;
		}
	}
	if (s->next != ack) {
		ct6_ftp_tear(ftp, end);
		s->next = ack;
	}
	ct6_ftp_drain(ftp, end);
}

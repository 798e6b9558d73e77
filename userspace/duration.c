// SPDX-License-Identifier: GPL-2.0-only
/*
 * Spans of time, as 2h3m55s.
 */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "duration.h"

static const struct {
	char		letter;
	uint32_t	seconds;
} units[] = {
	{ 'w', 604800 }, { 'd', 86400 }, { 'h', 3600 }, { 'm', 60 }, { 's', 1 },
};

/* Return: the unit of a letter, or ARRAY_SIZE(units). */
static size_t unit_find(char letter)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(units); i++)
		if (units[i].letter == letter)
			break;
	return i;
}

/**
 * duration_parse() - seconds, or numbers with units from large to small
 * @word: 300, 5m, 2h4m
 * @seconds: result
 *
 * Return: false for any other word, and when there are too many seconds.
 */
bool duration_parse(const char *word, uint32_t *seconds)
{
	uint64_t sum = 0, number;
	size_t unit, next = 0;

	if (parse_u32(word, seconds))
		return true;
	while (*word) {
		if (!isdigit((unsigned char)*word))
			return false;
		for (number = 0; isdigit((unsigned char)*word); word++) {
			number = 10 * number + (*word - '0');
			if (number > UINT32_MAX)
				return false;
		}
		unit = unit_find(*word);
		if (!*word || unit == ARRAY_SIZE(units) || unit < next)
			return false;
		next = unit + 1;
		word++;
		sum += number * units[unit].seconds;
		if (sum > UINT32_MAX)
			return false;
	}
	*seconds = sum;
	return next;
}

/* As duration_parse() reads it, weeks left out. */
void duration_print(struct text *text, uint64_t seconds)
{
	size_t i;

	if (!seconds)
		text_addf(text, "0s");
	for (i = unit_find('d'); i < ARRAY_SIZE(units); i++) {
		if (seconds >= units[i].seconds)
			text_addf(text, "%" PRIu64 "%c",
				  seconds / units[i].seconds, units[i].letter);
		seconds %= units[i].seconds;
	}
}

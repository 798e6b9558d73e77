// SPDX-License-Identifier: GPL-2.0-only
/*
 * ct6 save: the ruleset in a file, the old one or the new one whole whatever
 * happens meanwhile.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "load.h"
#include "options.h"
#include "print.h"

#define SAVE_FILE	"/etc/ct6/ruleset"

/**
 * struct save - a file that is replaced
 * @path: without symbolic links
 * @next: what takes its place, in the same folder; one name for all who save,
 *	so that one who was killed leaves nothing that nobody cleans up
 * @fd: of @next, locked; or -1
 */
struct save {
	char	*path;
	char	*next;
	int	fd;
};

static char *path_add(const char *folder, const char *sep, const char *name)
{
	char *path;

	if (asprintf(&path, "%s%s%s", folder, sep, name) < 0)
		abort();
	return path;
}

/* A link stays one: what it leads to is replaced. */
static char *path_real(const char *name)
{
	char *path = realpath(name, NULL), *copy, *folder, *base, *real;

	if (path || errno != ENOENT)
		return path;
	/* a new file in a folder that is there */
	copy = strdup(name);
	folder = realpath(dirname(copy), NULL);
	free(copy);
	if (!folder)
		return NULL;
	copy = strdup(name);
	base = basename(copy);
	real = path_add(folder, strcmp(folder, "/") ? "/" : "", base);
	free(copy);
	free(folder);
	return real;
}

/* Who may read it, and whose it is, stays as it was. */
static bool save_like(const struct save *save)
{
	struct stat old;

	if (stat(save->path, &old))
		return errno == ENOENT && !fchmod(save->fd, 0600);
	if (!S_ISREG(old.st_mode)) {
		errno = EINVAL;
		return false;
	}
	return !fchown(save->fd, old.st_uid, old.st_gid) &&
	       !fchmod(save->fd, old.st_mode & 07777);
}

/*
 * Between our open and our lock another one may have given the file its name:
 * what we hold then is what he saved.
 */
static bool save_is_next(const struct save *save)
{
	struct stat ours, next;

	if (!fstat(save->fd, &ours) && !stat(save->next, &next) &&
	    ours.st_ino == next.st_ino && ours.st_dev == next.st_dev)
		return true;
	errno = EWOULDBLOCK;
	return false;
}

static bool save_open(struct save *save, const char *name)
{
	save->path = path_real(name);
	if (!save->path)
		return false;
	save->next = path_add(save->path, "", ".ct6-new");
	save->fd = open(save->next, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC,
			0600);
	if (save->fd < 0 || flock(save->fd, LOCK_EX | LOCK_NB))
		return false;
	return save_is_next(save) && !ftruncate(save->fd, 0) &&
	       save_like(save);
}

static bool save_write(const struct save *save, const struct text *text)
{
	size_t done = 0;
	ssize_t nr;

	while (done < text->len) {
		nr = write(save->fd, text->data + done, text->len - done);
		if (nr < 0 && errno != EINTR)
			return false;
		done += nr > 0 ? nr : 0;
	}
	return true;
}

/* On the disk before it gets the name, and the name before we say so. */
static bool save_commit(const struct save *save)
{
	char *copy = strdup(save->path);
	int folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool done = folder >= 0 && !fsync(save->fd) &&
		    !rename(save->next, save->path) && !fsync(folder);
	int error = errno;

	if (folder >= 0)
		close(folder);
	free(copy);
	errno = error;
	return done;
}

static int save_file(const char *name, const struct text *text)
{
	struct save save = { .fd = -1 };
	bool opened = save_open(&save, name);
	bool done = opened && save_write(&save, text) && save_commit(&save);
	int error = errno;

	if (!done && error == EWOULDBLOCK)
		usage_error("cannot save to %s: another ct6 is saving there",
			    name);
	else if (!done && error == EINVAL)
		usage_error("cannot save to %s: not a file", name);
	else if (!done)
		usage_error("cannot save to %s: %s", name, strerror(error));
	/* not that of another */
	if (!done && save.fd >= 0 && error != EWOULDBLOCK)
		unlink(save.next);
	if (save.fd >= 0)
		close(save.fd);
	free(save.next);
	free(save.path);
	return done ? EXIT_DONE : EXIT_REFUSED;
}

int cmd_save(const struct options *options, int nr, char **word)
{
	const char *name = nr ? word[0] : SAVE_FILE;
	struct report report = { 0 };
	struct text text = { 0 };
	struct ruleset rs;
	int code;

	if (nr > 1)
		return usage_extra("save", word[1]);
	ruleset_init(&rs);
	code = ruleset_fetch(&rs, &report);
	if (!code && rs.confirm_left && !(options->set & OPTION_FORCE)) {
		usage_error("the ruleset waits for `ct6 confirm`; --force saves it");
		code = EXIT_REFUSED;
	}
	if (!code) {
		text_addf(&text, "# saved by ct6; `ct6 load` reads it\n");
		ruleset_print(&text, &rs, NULL, 0);
		code = save_file(name, &text);
	}
	text_free(&text);
	ruleset_free(&rs);
	return code;
}

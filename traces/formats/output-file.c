/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/output-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define SUFFIX ".part"
enum { N_DIGITS = 8, MAX_LINKS = 40, MAX_ATTEMPTS = 100 };

struct _IlOutputFile {
  int fd;
  char *target;
  char *temporary; /* NULL: it is written in place */
};

/* Where PATH leads to, though nothing may be there yet. NULL with errno set. */
static char *
follow_links (const char *path)
{
  g_autofree char *at = g_strdup (path);

  for (guint i = 0; i < MAX_LINKS; i++) {
    g_autofree char *to = g_file_read_link (at, NULL);

    if (!to)
      return g_steal_pointer (&at);
    g_autofree char *folder = g_path_get_dirname (at);
    g_free (at);
    at = g_path_is_absolute (to) ? g_steal_pointer (&to) : g_build_filename (folder, to, NULL);
  }
  errno = ELOOP;
  return NULL;
}

/* Whether NAME is what open_beside makes for BASE. */
static gboolean
is_beside (const char *name, const char *base)
{
  gsize n = strlen (base);

  return strncmp (name, base, n) == 0 && name[n] == '.' && strspn (name + n + 1, "0123456789abcdef") == N_DIGITS
         && strcmp (name + n + 1 + N_DIGITS, SUFFIX) == 0;
}

/* Who writes one has it locked; so one that can be locked is nobody's any more. */
static void
remove_leftovers (const char *target)
{
  g_autofree char *folder = g_path_get_dirname (target), *base = g_path_get_basename (target);
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  const char *name;

  while (names && (name = g_dir_read_name (names))) {
    if (!is_beside (name, base))
      continue;
    g_autofree char *path = g_build_filename (folder, name, NULL);
    int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
      continue;
    if (flock (fd, LOCK_EX | LOCK_NB) == 0)
      g_unlink (path);
    close (fd);
  }
}

/* Whether FD is locked now and its file still there: somebody may have taken it for a leftover before. */
static gboolean
lock (int fd)
{
  struct stat status;

  return flock (fd, LOCK_EX | LOCK_NB) < 0 ? errno == ENOLCK || errno == EOPNOTSUPP
                                           : fstat (fd, &status) == 0 && status.st_nlink > 0;
}

/* The umask has its say. */
static int
open_beside (const char *target, char **temporary)
{
  for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    g_autofree char *path = g_strdup_printf ("%s.%0*x" SUFFIX, target, N_DIGITS, g_random_int ());
    int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

    if (fd < 0 && errno != EEXIST)
      return -1;
    if (fd < 0)
      continue;
    if (lock (fd)) {
      *temporary = g_steal_pointer (&path);
      return fd;
    }
    close (fd);
  }
  errno = EEXIST;
  return -1;
}

/* Owner before mode: to give a file away takes away its set-user-id. */
static void
keep_access (int fd, const GStatBuf *status)
{
  struct stat own;

  if (fstat (fd, &own) == 0 && (own.st_uid != status->st_uid || own.st_gid != status->st_gid))
    (void) !fchown (fd, status->st_uid, status->st_gid);
  (void) !fchmod (fd, status->st_mode & 07777);
}

IlOutputFile *
il_output_file_open (const char *path)
{
  g_autofree char *target = follow_links (path), *temporary = NULL;
  GStatBuf status;
  int fd;

  if (!target)
    return NULL;
  gboolean exists = g_stat (target, &status) == 0;
  if (exists && S_ISDIR (status.st_mode)) {
    errno = EISDIR;
    return NULL;
  }
  if (exists && !S_ISREG (status.st_mode))
    fd = open (target, O_WRONLY | O_CLOEXEC);
  else if (exists && ((status.st_mode & 0222) == 0 || g_access (target, W_OK) < 0)) { /* whoever may do all, too */
    errno = EACCES;
    return NULL;
  } else {
    remove_leftovers (target);
    fd = open_beside (target, &temporary);
    if (fd >= 0 && exists)
      keep_access (fd, &status);
  }
  if (fd < 0)
    return NULL;

  IlOutputFile *file = g_new (IlOutputFile, 1);
  *file = (IlOutputFile) { fd, g_steal_pointer (&target), g_steal_pointer (&temporary) };
  return file;
}

gboolean
il_output_file_write (IlOutputFile *file, const void *data, gsize length)
{
  const char *at = data;

  while (length > 0) {
    gssize n = write (file->fd, at, length);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      errno = n < 0 ? errno : ENOSPC;
      return FALSE;
    }
    at += n;
    length -= (gsize) n;
  }
  return TRUE;
}

static void
output_file_free (IlOutputFile *file)
{
  g_free (file->target);
  g_free (file->temporary);
  g_free (file);
}

/* The rename is safe on disk only when its folder is. What cannot be synced is let be. */
static void
flush_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  (void) !fsync (fd);
  close (fd);
}

gboolean
il_output_file_commit (IlOutputFile *file)
{
  gboolean beside = file->temporary != NULL;
  int failure = 0;

  if (beside && fsync (file->fd) < 0 && errno != EINVAL && errno != EROFS)
    failure = errno;
  if (beside && failure == 0 && g_rename (file->temporary, file->target) < 0) /* before the lock goes */
    failure = errno;
  if (close (file->fd) < 0 && failure == 0 && !beside)
    failure = errno;
  if (beside && failure == 0)
    flush_folder_of (file->target);
  else if (beside)
    g_unlink (file->temporary);
  output_file_free (file);
  errno = failure;
  return failure == 0;
}

void
il_output_file_discard (IlOutputFile *file)
{
  close (file->fd);
  if (file->temporary)
    g_unlink (file->temporary);
  output_file_free (file);
}

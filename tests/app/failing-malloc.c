/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded into a program: from the Nth allocation after the beginning of main on there is no memory, N being
 * $FAIL_FROM. How many there were is written to the file $COUNT_INTO. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc (size_t size);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *block, size_t size);
void *__libc_memalign (size_t alignment, size_t size);

static _Atomic unsigned long n_allocations;
static unsigned long fail_from = ~0UL;

typedef int Main (int argc, char **argv, char **environment);
typedef int Start (Main *main, int argc, char **argv, void (*begin) (void), void (*end) (void),
                   void (*loader_end) (void), void *stack_end);

static Main *real_main;

__attribute__ ((destructor)) static void
report (void)
{
  const char *path = getenv ("COUNT_INTO");
  int fd = path ? open (path, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;

  if (fd >= 0)
    dprintf (fd, "%lu\n", n_allocations);
}

static int
refused (void)
{
  if (++n_allocations < fail_from)
    return 0;
  errno = ENOMEM;
  return 1;
}

void *
malloc (size_t size)
{
  return refused () ? NULL : __libc_malloc (size);
}

void *
calloc (size_t n, size_t size)
{
  return refused () ? NULL : __libc_calloc (n, size);
}

void *
realloc (void *block, size_t size)
{
  return refused () ? NULL : __libc_realloc (block, size);
}

void *
aligned_alloc (size_t alignment, size_t size)
{
  return refused () ? NULL : __libc_memalign (alignment, size);
}

void *
memalign (size_t alignment, size_t size)
{
  return refused () ? NULL : __libc_memalign (alignment, size);
}

int
posix_memalign (void **block, size_t alignment, size_t size)
{
  if (refused ())
    return ENOMEM;
  *block = __libc_memalign (alignment, size);
  return 0;
}

/* What the loader and the libraries allocate before is not the program's. */
static int
counted_main (int argc, char **argv, char **environment)
{
  const char *from = getenv ("FAIL_FROM");

  n_allocations = 0;
  if (from)
    fail_from = strtoul (from, NULL, 10);
  return real_main (argc, argv, environment);
}

Start __libc_start_main;

int
__libc_start_main (Main *main, int argc, char **argv, void (*begin) (void), void (*end) (void),
                   void (*loader_end) (void), void *stack_end)
{
  Start *start = (Start *) dlsym (RTLD_NEXT, "__libc_start_main");

  real_main = main;
  return start (counted_main, argc, argv, begin, end, loader_end, stack_end);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/recorders/kernel-switches.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { DATA_PAGES = 8 }; /* a power of two; about 800 switches between two looks */

struct _IlKernelSwitches {
  int fd;
  gsize page_size;
  struct perf_event_mmap_page *page; /* followed by the data */
  guint64 lost;
};

/* What follows a PERF_RECORD_SWITCH's header, by the sample_type below. */
typedef struct {
  struct perf_event_header header;
  guint32 pid, tid;
  guint64 time;
  guint32 cpu, reserved;
} SwitchRecord;

typedef struct {
  struct perf_event_header header;
  guint64 id;
  guint64 lost;
} LostRecord;

static int
open_event (void)
{
  struct perf_event_attr attributes = {
    .type = PERF_TYPE_SOFTWARE,
    .size = sizeof attributes,
    .config = PERF_COUNT_SW_DUMMY,
    .sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_CPU,
    .exclude_kernel = 1,
    .exclude_hv = 1,
    .sample_id_all = 1,
    .context_switch = 1,
    .use_clockid = 1,
    .clockid = CLOCK_MONOTONIC,
  };

  return (int) syscall (SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

IlKernelSwitches *
il_kernel_switches_open (void)
{
  gsize page_size = (gsize) sysconf (_SC_PAGESIZE);
  int fd = open_event ();

  if (fd < 0)
    return NULL;

  void *memory = mmap (NULL, (1 + DATA_PAGES) * page_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) {
    int reason = errno;

    close (fd);
    errno = reason;
    return NULL;
  }

  IlKernelSwitches *switches = g_new0 (IlKernelSwitches, 1);
  switches->fd = fd;
  switches->page_size = page_size;
  switches->page = memory;
  return switches;
}

/* Copies SIZE bytes at POSITION out of the data, which wraps around. */
static void
copy_out (const IlKernelSwitches *switches, guint64 position, void *to, gsize size)
{
  gsize data_size = DATA_PAGES * switches->page_size;
  const char *data = (const char *) switches->page + switches->page_size;
  gsize start = position % data_size;
  gsize first = MIN (size, data_size - start);

  memcpy (to, data + start, first);
  memcpy ((char *) to + first, data, size - first);
}

gboolean
il_kernel_switches_next (IlKernelSwitches *switches, IlKernelSwitch *next)
{
  guint64 head = __atomic_load_n (&switches->page->data_head, __ATOMIC_ACQUIRE);
  guint64 tail = switches->page->data_tail;
  gboolean found = FALSE;

  while (tail < head && !found) {
    struct perf_event_header header;

    copy_out (switches, tail, &header, sizeof header);
    if (header.type == PERF_RECORD_SWITCH && header.size >= sizeof (SwitchRecord)) {
      SwitchRecord record;

      copy_out (switches, tail, &record, sizeof record);
      *next = (IlKernelSwitch) {
        .time = (gint64) record.time,
        .out = (header.misc & PERF_RECORD_MISC_SWITCH_OUT) != 0,
        .preempted = (header.misc & PERF_RECORD_MISC_SWITCH_OUT_PREEMPT) != 0,
        .cpu = record.cpu,
      };
      found = TRUE;
    } else if (header.type == PERF_RECORD_LOST && header.size >= sizeof (LostRecord)) {
      LostRecord record;

      copy_out (switches, tail, &record, sizeof record);
      switches->lost += record.lost;
    }
    tail += header.size;
  }
  __atomic_store_n (&switches->page->data_tail, tail, __ATOMIC_RELEASE);
  return found;
}

guint64
il_kernel_switches_lost (const IlKernelSwitches *switches)
{
  return switches->lost;
}

void
il_kernel_switches_free (IlKernelSwitches *switches)
{
  munmap (switches->page, (1 + DATA_PAGES) * switches->page_size);
  close (switches->fd);
  g_free (switches);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/recorders/kernel-switches.h"

#include <errno.h>
#include <gio/gio.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { DATA_PAGES = 8 }; /* a power of two; about 800 switches between two looks */

typedef struct {
  IlRecorder recorder;
  int fd;
  gsize page_size;
  struct perf_event_mmap_page *page; /* followed by the data */
  guint64 lost;
} Switches;

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

static IlRecorder *
fail (int number, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number),
               "the kernel refuses its record of context switches: %s", g_strerror (number));
  return NULL;
}

static IlRecorder *
switches_start (GError **error)
{
  gsize page_size = (gsize) sysconf (_SC_PAGESIZE);
  int fd = open_event ();

  if (fd < 0)
    return fail (errno, error);

  void *memory = mmap (NULL, (1 + DATA_PAGES) * page_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) {
    int reason = errno;

    close (fd);
    return fail (reason, error);
  }

  Switches *switches = g_new0 (Switches, 1);
  switches->recorder.recorder_class = &il_kernel_switches;
  switches->fd = fd;
  switches->page_size = page_size;
  switches->page = memory;
  return &switches->recorder;
}

static void
switches_free (IlRecorder *recorder)
{
  Switches *switches = (Switches *) recorder;

  munmap (switches->page, (1 + DATA_PAGES) * switches->page_size);
  close (switches->fd);
  g_free (switches);
}

static gboolean
switches_is_available (char **reason)
{
  g_autoptr (GError) error = NULL;
  IlRecorder *probe = switches_start (&error);

  if (reason)
    *reason = error ? g_strdup (error->message) : NULL;
  if (probe)
    switches_free (probe);
  return probe != NULL;
}

static void
switches_stop (IlRecorder *recorder)
{
  ioctl (((Switches *) recorder)->fd, PERF_EVENT_IOC_DISABLE, 0);
}

/* Copies SIZE bytes at POSITION out of the data, which wraps around. */
static void
copy_out (const Switches *switches, guint64 position, void *to, gsize size)
{
  gsize data_size = DATA_PAGES * switches->page_size;
  const char *data = (const char *) switches->page + switches->page_size;
  gsize start = position % data_size;
  gsize first = MIN (size, data_size - start);

  memcpy (to, data + start, first);
  memcpy ((char *) to + first, data, size - first);
}

static IlEvent
event_of (const SwitchRecord *record)
{
  gboolean out = (record->header.misc & PERF_RECORD_MISC_SWITCH_OUT) != 0;

  return (IlEvent) { .time = (gint64) record->time,
                     .kind = out ? IL_EVENT_PREEMPT : IL_EVENT_RESUME,
                     .why = out ? IL_WHY_KERNEL : IL_WHY_NONE,
                     .core = record->cpu & IL_MAX_CORE };
}

static void
switches_drain (IlRecorder *recorder, IlRecorderSink sink, gpointer data)
{
  Switches *switches = (Switches *) recorder;
  guint64 head = __atomic_load_n (&switches->page->data_head, __ATOMIC_ACQUIRE);
  guint64 tail = switches->page->data_tail;

  while (tail < head) {
    struct perf_event_header header;

    copy_out (switches, tail, &header, sizeof header);
    if (header.type == PERF_RECORD_SWITCH && header.size >= sizeof (SwitchRecord)) {
      SwitchRecord record;

      copy_out (switches, tail, &record, sizeof record);
      IlEvent event = event_of (&record);
      sink (&event, data);
    } else if (header.type == PERF_RECORD_LOST && header.size >= sizeof (LostRecord)) {
      LostRecord record;

      copy_out (switches, tail, &record, sizeof record);
      switches->lost += record.lost;
    }
    tail += header.size;
  }
  __atomic_store_n (&switches->page->data_tail, tail, __ATOMIC_RELEASE);
}

static guint64
switches_n_lost (const IlRecorder *recorder)
{
  return ((const Switches *) recorder)->lost;
}

const IlRecorderClass il_kernel_switches = {
  .name = "kernel switches",
  .is_available = switches_is_available,
  .start = switches_start,
  .drain = switches_drain,
  .stop = switches_stop,
  .n_lost = switches_n_lost,
  .free = switches_free,
};

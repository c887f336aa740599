/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/export-private.h"

/* What a workload has and Python has not: written into the exported program only where it is used. */

static const char duration_text[] =
    "class Duration(int):\n"
    "    \"\"\"A time in whole nanoseconds, which reads as in the workload: 30ms.\"\"\"\n"
    "\n"
    "    def __add__(self, other):\n"
    "        return Duration(int(self) + other)\n"
    "\n"
    "    def __sub__(self, other):\n"
    "        return Duration(int(self) - other)\n"
    "\n"
    "    def __mul__(self, times):\n"
    "        return Duration(int(self) * times)\n"
    "\n"
    "    __rmul__ = __mul__\n"
    "\n"
    "    def __floordiv__(self, other):\n"
    "        quotient = int(self) // int(other)\n"
    "        return quotient if isinstance(other, Duration) else Duration(quotient)\n"
    "\n"
    "    def __mod__(self, other):\n"
    "        return Duration(int(self) % other)\n"
    "\n"
    "    def __neg__(self):\n"
    "        return Duration(-int(self))\n"
    "\n"
    "    def __str__(self):\n"
    "        size, unit = 1, \"ns\"\n"
    "        for size, unit in (60 * 10**9, \"min\"), (10**9, \"s\"), (10**6, \"ms\"), (10**3, \"us\"), (1, \"ns\"):\n"
    "            if abs(self) >= size and (unit != \"min\" or int(self) % size == 0):\n"
    "                break\n"
    "        else:\n"
    "            return \"0s\"\n"
    "        whole, rest = divmod(abs(int(self)), size)\n"
    "        fraction = f\".{rest:0{len(str(size)) - 1}}\".rstrip(\"0\") if rest else \"\"\n"
    "        return f\"{'-' if self < 0 else ''}{whole}{fraction}{unit}\"\n"
    "\n"
    "\n"
    "NS, US, MS, S, MIN = (Duration(ns) for ns in (1, 10**3, 10**6, 10**9, 60 * 10**9))\n";

static const char cpu_text[] =
    "def cpu(seconds):\n"
    "    \"\"\"Computes for so long: a busy loop, during which nothing else on the event loop runs.\"\"\"\n"
    "    end = time.perf_counter() + seconds\n"
    "    while time.perf_counter() < end:\n"
    "        pass\n";

static const char cpu_sync_text[] =
    "def cpu(seconds):\n"
    "    \"\"\"Computes for so long.\"\"\"\n"
    "    end = time.perf_counter() + seconds\n"
    "    while time.perf_counter() < end:\n"
    "        pass\n";

static const char cpu_threads_text[] =
    "def cpu(seconds):\n"
    "    \"\"\"Computes for so much processor time, of which CPython gives to one thread at once.\"\"\"\n"
    "    end = time.thread_time() + seconds\n"
    "    while time.thread_time() < end:\n"
    "        pass\n";

static const char io_text[] =
    "async def io(seconds):\n"
    "    \"\"\"Waits until a file descriptor can be read, as for a network: Linux makes this one readable on time.\n"
    "\n"
    "    It is timerfd_create(2), which Python itself has from 3.13 on. asyncio.sleep() would not do: what has been\n"
    "    read goes before what has been slept, and sleep(0) does not wait at all.\n"
    "    \"\"\"\n"
    "    libc = ctypes.CDLL(None)\n"
    "    fd = libc.timerfd_create(time.CLOCK_MONOTONIC, os.O_NONBLOCK | os.O_CLOEXEC)\n"
    "    ns = max(round(seconds * 10**9), 1)\n"
    "    libc.timerfd_settime(fd, 0, struct.pack(\"llll\", 0, 0, ns // 10**9, ns % 10**9), None)\n"
    "    loop = asyncio.get_running_loop()\n"
    "    readable = asyncio.Event()\n"
    "    loop.add_reader(fd, readable.set)\n"
    "    try:\n"
    "        await readable.wait()\n"
    "    finally:\n"
    "        loop.remove_reader(fd)\n"
    "        os.close(fd)\n";

static const char task_text[] =
    "class Task(threading.Thread):\n"
    "    \"\"\"A thread that runs function(*arguments) and keeps what it returns or raises.\"\"\"\n"
    "\n"
    "    def __init__(self, function, *arguments):\n"
    "        super().__init__(target=function, args=arguments)\n"
    "        self.value = self.error = None\n"
    "        self.start()\n"
    "\n"
    "    def run(self):\n"
    "        try:\n"
    "            self.value = self._target(*self._args)\n"
    "        except BaseException as error:\n"
    "            self.error = error\n"
    "            raise\n"
    "\n"
    "    def result(self):\n"
    "        \"\"\"Waits for the thread's end.\"\"\"\n"
    "        self.join()\n"
    "        if self.error:\n"
    "            raise self.error\n"
    "        return self.value\n";

static const char semaphore_text[] =
    "class Semaphore:\n"
    "    \"\"\"There is nobody else who could release a permit, so there is no waiting for one.\"\"\"\n"
    "\n"
    "    def __init__(self, permits):\n"
    "        self.permits = permits\n"
    "\n"
    "    def acquire(self):\n"
    "        if self.permits == 0:\n"
    "            raise RuntimeError(\"cannot go on synchronously: no permit is left, and nothing else can run\")\n"
    "        self.permits -= 1\n"
    "\n"
    "    def release(self):\n"
    "        self.permits += 1\n"
    "\n"
    "    def __enter__(self):\n"
    "        self.acquire()\n"
    "\n"
    "    def __exit__(self, *_):\n"
    "        self.release()\n";

static const char mutex_text[] =
    "class Mutex(Semaphore):\n"
    "    \"\"\"A semaphore of one permit that only its holder gives back.\"\"\"\n"
    "\n"
    "    def __init__(self):\n"
    "        super().__init__(1)\n"
    "\n"
    "    def release(self):\n"
    "        if self.permits:\n"
    "            raise RuntimeError(\"released, but not held\")\n"
    "        super().release()\n";

static const char named_text[] =
    "counts = {}\n"
    "\n"
    "\n"
    "def named(task):\n"
    "    \"\"\"Names a task as the workload does: order, order#2, ...\"\"\"\n"
    "    name = task.get_coro().__name__.rstrip(\"_\")\n"
    "    counts[name] = counts.get(name, 0) + 1\n"
    "    task.set_name(name if counts[name] == 1 else f\"{name}#{counts[name]}\")\n"
    "    return task\n";

static const char named_threads_text[] =
    "counts = {}\n"
    "\n"
    "\n"
    "def named(function):\n"
    "    \"\"\"The workload's name of the next thread that runs a function: order, order#2, ...\"\"\"\n"
    "    name = function.__name__.rstrip(\"_\")\n"
    "    counts[name] = counts.get(name, 0) + 1\n"
    "    return name if counts[name] == 1 else f\"{name}#{counts[name]}\"\n";

static void
add (IlExport *export, const char *text)
{
  g_string_append_printf (export->out, "\n\n%s", text);
  export->helpers = TRUE;
}

static gboolean
has_object (const IlExport *export, IlObjectKind kind)
{
  for (guint i = 0; i < export->program->objects->len; i++)
    if (g_array_index (export->program->objects, IlObjectDeclaration, i).kind == kind)
      return TRUE;
  return FALSE;
}

static void
add_show (IlExport *export)
{
  add (export, "def show(value):\n"
               "    \"\"\"A value as the workload writes it: none, true, [1, \"a\"].\"\"\"\n"
               "    if value is None:\n"
               "        return \"none\"\n"
               "    if isinstance(value, bool):\n"
               "        return \"true\" if value else \"false\"\n"
               "    if isinstance(value, list):\n"
               "        return f\"[{', '.join(quote(item) if isinstance(item, str) else show(item) for item in value)}]\"\n");
  if (export->model == IL_MODEL_COOP)
    g_string_append (export->out, "    if isinstance(value, asyncio.Task):\n        return value.get_name()\n");
  else if (export->model == IL_MODEL_THREADS && export->uses_spawn)
    g_string_append (export->out, "    if isinstance(value, Task):\n        return value.name\n");
  if (export->program->objects->len > 0) {
    g_string_append (export->out, "    for name, item in globals().items():\n"
                                  "        if value is item:\n"
                                  "            return name.rstrip(\"_\")\n");
  }
  g_string_append (export->out, "    return str(value)\n"
                                "\n"
                                "\n"
                                "def quote(text):\n"
                                "    \"\"\"A string as it stands in a list.\"\"\"\n"
                                "    for character, escape in (\"\\\\\", \"\\\\\\\\\"), ('\"', '\\\\\"'), (\"\\n\", \"\\\\n\"), (\"\\t\", \"\\\\t\"):\n"
                                "        text = text.replace(character, escape)\n"
                                "    return f'\"{text}\"'\n");
}

static void
add_now (IlExport *export)
{
  add (export, "started = time.monotonic()\n"
               "\n"
               "\n"
               "def now():\n"
               "    \"\"\"The time since the program began.\"\"\"\n");
  g_string_append_printf (export->out, "    return %s\n",
                          export->counts_time ? "Duration(round((time.monotonic() - started) * 10**9))"
                                              : "time.monotonic() - started");
}

void
il_export_helpers (IlExport *export)
{
  gboolean sync = export->model == IL_MODEL_SYNC, threads = export->model == IL_MODEL_THREADS;

  if (export->counts_time)
    add (export, duration_text);
  if (export->uses_cpu)
    add (export, sync ? cpu_sync_text : threads ? cpu_threads_text : cpu_text);
  if (il_export_has_io (export))
    add (export, io_text);
  if (export->uses_now)
    add_now (export);
  if (export->model == IL_MODEL_COOP && export->shows_names)
    add (export, named_text);
  if (threads && export->uses_spawn && export->shows_names)
    add (export, named_threads_text);
  if (threads && export->uses_spawn) {
    add (export, task_text);
    if (export->shows_names) {
      GString *out = export->out;

      g_string_replace (out, "super().__init__(target=function, args=arguments)",
                        "super().__init__(target=function, args=arguments, name=named(function))", 1);
    }
  }
  if (sync && (has_object (export, IL_OBJECT_SEMAPHORE) || has_object (export, IL_OBJECT_MUTEX)))
    add (export, semaphore_text);
  if (sync && has_object (export, IL_OBJECT_MUTEX))
    add (export, mutex_text);
  if (export->shows_values)
    add_show (export);
}

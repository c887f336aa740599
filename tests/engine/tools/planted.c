/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/coro/coro.h"

/* Has a bug inside a coroutine, which one is the argument. The tools have to name plant_bug. */

static int shared;
static pthread_barrier_t *meeting; /* of the threads that race, past all that they lock */
static const char *bug;

static __attribute__ ((noinline)) void
plant_bug (void)
{
  volatile char place[16];
  volatile size_t behind = sizeof place;
  char *heap = malloc (16);

  if (strcmp (bug, "heap") == 0)
    ((volatile char *) heap)[behind] = 1;
  else if (strcmp (bug, "stack") == 0)
    place[behind] = 1;
  else if (strcmp (bug, "uninitialised") == 0)
    puts (((volatile char *) heap)[3] == 1 ? "one" : "other");
  else if (strcmp (bug, "race") == 0)
    shared++;
  free (heap);
}

static __attribute__ ((noinline)) void
wait_within (void)
{
  il_coro_suspend (NULL);
  plant_bug ();
}

static void *
coroutine_cb (void *data)
{
  wait_within ();
  return NULL;
}

static void *
thread_cb (void *data)
{
  static const uint32_t lines[] = { 11, 12, 13 };
  IlCoro *coros[3];
  IlEngineError error;

  for (int i = 0; i < 3; i++) {
    coros[i] = il_coro_new (coroutine_cb, NULL, 0, &error);
    il_coro_set_owner (coros[i], "planted", &lines[i]);
    il_coro_resume (coros[i], NULL);
  }
  if (meeting)
    pthread_barrier_wait (meeting);
  for (int i = 0; i < 3; i++) {
    il_coro_resume (coros[i], NULL);
    il_coro_free (coros[i]);
  }
  return NULL;
}

int
main (int argc, char **argv)
{
  pthread_t thread;

  bug = argc > 1 ? argv[1] : "none";
  if (strcmp (bug, "race") != 0) {
    thread_cb (NULL);
  } else {
    pthread_barrier_t barrier;

    meeting = &barrier;
    pthread_barrier_init (meeting, NULL, 2);
    pthread_create (&thread, NULL, thread_cb, NULL);
    thread_cb (NULL);
    pthread_join (thread, NULL);
  }
  return 0;
}

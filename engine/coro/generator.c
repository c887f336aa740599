/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/coro/generator.h"

#include <stdio.h>
#include <stdlib.h>

struct IlGenerator {
  IlCoro *coro; /* NULL once it has ended */
  IlGeneratorFunction function;
  void *data;
  bool begun;
  bool closing;
  bool yielded;       /* it left by a yield, not by a pass or its end */
  void *value;        /* what it yields, what is sent to it, what a pass comes to */
  IlGenerator *outer; /* while it runs: the one that runs it */
  bool running;
  void *(*pass) (void *data);
  void *pass_data;
};

_Thread_local IlGenerator *il_current_generator __attribute__ ((tls_model ("initial-exec")));

static void *
generator_main (void *data)
{
  IlGenerator *generator = data;

  generator->function (generator, generator->data);
  return NULL;
}

IlGenerator *
il_generator_new (IlGeneratorFunction function, void *data, size_t stack_size, IlEngineError *error)
{
  IlGenerator *generator = calloc (1, sizeof *generator);

  if (!generator) {
    snprintf (error->message, sizeof error->message, "no memory is left for a generator");
    return NULL;
  }
  generator->function = function;
  generator->data = data;
  generator->coro = il_coro_new (generator_main, generator, stack_size, error);
  if (!generator->coro) {
    free (generator);
    return NULL;
  }
  return generator;
}

static void
end (IlGenerator *generator)
{
  il_coro_free (generator->coro);
  generator->coro = NULL;
}

/* Runs it until it yields or ends; what it passes is done here meanwhile. */
static bool
run (IlGenerator *generator)
{
  generator->begun = true;
  generator->running = true;
  generator->yielded = false;
  for (;;) {
    generator->outer = il_current_generator;
    il_current_generator = generator;
    il_coro_resume (generator->coro, NULL);
    il_current_generator = generator->outer;
    if (!generator->pass)
      break;

    void *(*pass) (void *data) = generator->pass;
    generator->pass = NULL;
    generator->value = pass (generator->pass_data);
  }
  generator->running = false;
  if (il_coro_ended (generator->coro))
    end (generator);
  return generator->yielded;
}

bool
il_generator_send (IlGenerator *generator, void *sent, void **value)
{
  if (!generator->coro)
    return false;
  generator->value = sent;
  if (!run (generator))
    return false;
  *value = generator->value;
  return true;
}

bool
il_generator_next (IlGenerator *generator, void **value)
{
  return il_generator_send (generator, NULL, value);
}

void
il_generator_close (IlGenerator *generator)
{
  if (!generator->coro)
    return;
  generator->closing = true;
  generator->value = NULL;
  if (generator->begun)
    run (generator);
  else
    end (generator);
}

void
il_generator_free (IlGenerator *generator)
{
  if (!generator)
    return;
  il_generator_close (generator);
  free (generator);
}

bool
il_generator_ended (const IlGenerator *generator)
{
  return !generator->coro;
}

bool
il_generator_running (const IlGenerator *generator)
{
  return generator->running;
}

IlCoro *
il_generator_coro (IlGenerator *generator)
{
  return generator->coro;
}

bool
il_generator_yield (IlGenerator *self, void *value, void **sent)
{
  if (self->closing) {
    if (sent)
      *sent = NULL;
    return false;
  }
  self->value = value;
  self->yielded = true;
  il_coro_suspend (NULL);
  if (sent)
    *sent = self->value;
  return !self->closing;
}

void *
il_generator_pass (IlGenerator *generator, void *(*function) (void *data), void *data)
{
  generator->pass = function;
  generator->pass_data = data;
  il_coro_suspend (NULL);
  return generator->value;
}

IlGenerator *
il_generator_running_here (void)
{
  return il_current_generator->coro == il_coro_current () ? il_current_generator : NULL;
}

void *
il_generator_suspend (void *value)
{
  IlGenerator *generator = il_generator_current ();

  return generator ? il_generator_pass (generator, il_generator_suspend, value) : il_coro_suspend (value);
}

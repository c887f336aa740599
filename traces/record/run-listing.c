/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/record/run-listing.h"

static const char *const source_names[] = { "workload", "recorded", "kept" };
G_STATIC_ASSERT (G_N_ELEMENTS (source_names) == IL_N_SOURCES);

IlRunListing *
il_run_listing_new (void)
{
  IlRunListing *listing = g_new0 (IlRunListing, 1);

  listing->quantum = listing->switch_cost = -1;
  return listing;
}

IlRunListing *
il_run_listing_copy (const IlRunListing *listing)
{
  IlRunListing *copy = g_memdup2 (listing, sizeof *listing);

  copy->title = g_strdup (listing->title);
  copy->name = g_strdup (listing->name);
  copy->policy = g_strdup (listing->policy);
  return copy;
}

void
il_run_listing_free (IlRunListing *listing)
{
  g_free (listing->title);
  g_free (listing->name);
  g_free (listing->policy);
  g_free (listing);
}

const char *
il_run_source_name (IlRunSource source)
{
  return source_names[source];
}

int
il_run_source_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (source_names); i++)
    if (g_strcmp0 (source_names[i], name) == 0)
      return (int) i;
  return -1;
}

// The lines around what was found are fetched from the pages, which a page opened from a file may not do.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

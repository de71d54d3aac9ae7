// Importing this makes Node ready to import anything, so that only the package itself is timed.

"""A site that can be asked about itself: pages and tasks for the tests of the server."""

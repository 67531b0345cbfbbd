"""The place of old of `reports.publish.signing`, for one release: jobs queued before name it."""

"""The place of old of `reports.present.pdf`, for one release: jobs queued before name it."""

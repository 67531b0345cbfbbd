"""The law's wording in the office: model texts, declarations with their confirmation, sources."""

"""Word files of a draft, for those who must circulate one: real headings, tables and notes."""

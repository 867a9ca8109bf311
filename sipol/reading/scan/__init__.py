"""Pages that are pictures: laid straight, cleaned, and recognised into words and ruling lines."""

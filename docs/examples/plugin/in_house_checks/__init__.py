"""院内の決まり: rules of one's own, area INH."""

"""Who: directorates and their people, assets, services, activities, free tables, contracts."""

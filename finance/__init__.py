"""Money: economic codes, budget, revenue, statements, debt, audit remarks, aided bodies."""

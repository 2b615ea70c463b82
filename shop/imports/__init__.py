"""How every file of rows is taken in: row by row, all or nothing, told row by row. Knows no row of any room."""

heddle derive matmul --size i=8,j --hardwar h200
exit 2

heddle derive matmul --hardware cpu -o /proc/matmul.json
exit 1

heddle derive matmul --hardware h20
exit 1

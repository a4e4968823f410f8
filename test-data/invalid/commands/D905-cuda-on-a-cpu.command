heddle compile matmul --target cuda --hardware cpu
exit 1

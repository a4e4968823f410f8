heddle check matmull
exit 1

heddle compare matmul --size i=4,k=4,j=4 --device abacus
exit 3

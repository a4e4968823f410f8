// C: g_i=256, g_j=256, s_k=128; one work-item per work-group computes one tile
// predicted: 4194304 bytes loaded, 1048576 stored

#pragma OPENCL FP_CONTRACT OFF

// The vector that begins at a place in local memory.
#define lanes(place) (*(__local float16*)(place))
typedef float16 __attribute__((aligned(4))) any_float16;

__attribute__((reqd_work_group_size(1, 1, 1)))
__kernel void C(__global const float* restrict A_array, __global const float* restrict B_array, __global float* restrict C_array) {
    __local float C_tile[65536] __attribute__((aligned(64))); // C[i, j]: running sum of C
    __local float A_tile[32768] __attribute__((aligned(64))); // A[i, k]: a block of A
    __local float B_tile[32768] __attribute__((aligned(64))); // B[k, j]: a block of B

    const long group = get_group_id(0);
    const int j_start = (int)(group % 2) * 256;
    const int i_start = (int)(group / 2) * 256;

    // C ← 0: running sum of C
    for (int i = 0; i < 256; ++i) {
        for (int j = 0; j < 256; j += 16) {
            lanes(C_tile + i * 256 + j) = (float16)(0.0f);
        }
    }

    for (int k_block = 0; k_block < 4; ++k_block) {
        const int k_start = k_block * 128;

        // A ← A[i, k]
        for (int i = 0; i < 256; ++i) {
            const long row = (i_start + i) * 512 + k_start;
            for (int k = 0; k < 128; k += 16)
                lanes(A_tile + i * 128 + k) = *(__global const any_float16*)(A_array + row + k);
        }

        // B ← B[k, j]
        for (int k = 0; k < 128; ++k) {
            const long row = (k_start + k) * 512 + j_start;
            for (int j = 0; j < 256; j += 16)
                lanes(B_tile + (j / 32) * 4096 + k * 32 + j % 32) = *(__global const any_float16*)(B_array + row + j);
        }

        // C sum= over k: A * B   (part of C)
        for (int i_0 = 0; i_0 < 256; i_0 += 8) {
            for (int j_0 = 0; j_0 < 256; j_0 += 32) {
                float16 acc[8][2];
                #pragma unroll
                for (int r = 0; r < 8; ++r)
                    #pragma unroll
                    for (int v = 0; v < 2; ++v)
                        acc[r][v] = lanes(C_tile + (i_0 + r) * 256 + j_0 + v * 16);
                for (int k = 0; k < 128; ++k) {
                    const float16 B_0 = lanes(B_tile + j_0 * 128 + k * 32);
                    const float16 B_1 = lanes(B_tile + j_0 * 128 + k * 32 + 16);
                    #pragma unroll
                    for (int r = 0; r < 8; ++r) {
                        const float A_s = A_tile[(i_0 + r) * 128 + k];
                        acc[r][0] = fma((float16)(A_s), B_0, acc[r][0]);
                        acc[r][1] = fma((float16)(A_s), B_1, acc[r][1]);
                    }
                }
                #pragma unroll
                for (int r = 0; r < 8; ++r)
                    #pragma unroll
                    for (int v = 0; v < 2; ++v)
                        lanes(C_tile + (i_0 + r) * 256 + j_0 + v * 16) = acc[r][v];
            }
        }
    }

    // C[i, j] ← C
    for (int i = 0; i < 256; ++i) {
        const long row = (i_start + i) * 512 + j_start;
        for (int j = 0; j < 256; j += 16)
            *(__global any_float16*)(C_array + row + j) = lanes(C_tile + i * 256 + j);
    }
}

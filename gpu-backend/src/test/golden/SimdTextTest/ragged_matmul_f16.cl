// C: g_i=18, g_j=16, s_k=32; one work-item per work-group computes one tile
// predicted: 25740 bytes loaded, 6300 stored

#pragma OPENCL FP_CONTRACT OFF

// The vector that begins at a place in local memory.
#define lanes(place) (*(__local float8*)(place))
typedef ushort8 __attribute__((aligned(2))) any_ushort8;
static inline float from_half(ushort bits) {
    const ushort in = bits;
    return (vload_half(0, (const __private half*)&in));
}
static inline ushort to_half(float value) {
    ushort out;
    vstore_half_rte(value, 0, (__private half*)&out);
    return out;
}
static inline float8 from_half8(ushort8 bits) {
    const ushort8 in = bits;
    return (vload_half8(0, (const __private half*)&in));
}
static inline ushort8 to_half8(float8 value) {
    ushort8 out;
    vstore_half8_rte(value, 0, (__private half*)&out);
    return out;
}
static inline float8 zip_lo(float8 a, float8 b) {
    return (float8)(a.s0, b.s0, a.s1, b.s1, a.s2, b.s2, a.s3, b.s3);
}
static inline float8 zip_hi(float8 a, float8 b) {
    return (float8)(a.s4, b.s4, a.s5, b.s5, a.s6, b.s6, a.s7, b.s7);
}
// Swaps rows and lanes of a block.
static inline void transpose(float8* block) {
    #pragma unroll
    for (int turn = 0; turn < 3; ++turn) {
        float8 zipped[8];
        #pragma unroll
        for (int r = 0; r < 4; ++r) {
            zipped[2 * r] = zip_lo(block[r], block[r + 4]);
            zipped[2 * r + 1] = zip_hi(block[r], block[r + 4]);
        }
        #pragma unroll
        for (int r = 0; r < 8; ++r)
            block[r] = zipped[r];
    }
}

__attribute__((reqd_work_group_size(1, 1, 1)))
__kernel void C(__global const ushort* restrict A_array, __global const ushort* restrict B_array, __global ushort* restrict C_array) {
    __local float C_tile[288] __attribute__((aligned(64))); // C[i, j]: running sum of C
    __local float A_tile[576] __attribute__((aligned(64))); // A[i, k]: a block of A
    __local float B_tile[512] __attribute__((aligned(64))); // B[k, j]: a block of B

    const long group = get_group_id(0);
    const int j_start = (int)(group % 3) * 16;
    const int j_valid = min(16, 45 - j_start);
    const int i_start = (int)(group / 3) * 18;
    const int i_valid = min(18, 70 - i_start);

    // C ← 0: running sum of C
    for (int i = 0; i < i_valid; ++i) {
        for (int j = 0; j < j_valid; j += 8) {
            lanes(C_tile + i * 16 + j) = (float8)(0.0f);
        }
    }

    for (int k_block = 0; k_block < 2; ++k_block) {
        const int k_start = k_block * 32;
        const int k_valid = min(32, 33 - k_start);

        // A ← A[i, k]
        for (int i = 0; i < i_valid; ++i) {
            const long row = (i_start + i) * 33 + k_start;
            for (int k = 0; k < k_valid / 8 * 8; k += 8)
                lanes(A_tile + i * 32 + k) = from_half8(*(__global const any_ushort8*)(A_array + row + k));
            for (int k = k_valid / 8 * 8; k < k_valid; ++k)
                A_tile[i * 32 + k] = from_half(A_array[row + k]);
        }

        // B ← B[j, k]
        for (int j = 0; j < j_valid / 8 * 8; j += 8)
            for (int k = 0; k < k_valid / 8 * 8; k += 8) {
                const long corner = (j_start + j) * 33 + k_start + k;
                float8 block[8];
                #pragma unroll
                for (int r = 0; r < 8; ++r)
                    block[r] = from_half8(*(__global const any_ushort8*)(B_array + corner + r * 33));
                transpose(block);
                #pragma unroll
                for (int r = 0; r < 8; ++r)
                    lanes(B_tile + (k + r) * 16 + j) = block[r];
            }
        for (int j = 0; j < j_valid; ++j)
            for (int k = j < j_valid / 8 * 8 ? k_valid / 8 * 8 : 0; k < k_valid; ++k)
                B_tile[k * 16 + j] = from_half(B_array[(j_start + j) * 33 + k_start + k]);

        // C sum= over k: A * B   (part of C)
        for (int i_0 = 0; i_0 < i_valid; i_0 += 6) {
            for (int j_0 = 0; j_0 < j_valid; j_0 += 16) {
                float8 acc[6][2];
                #pragma unroll
                for (int r = 0; r < 6; ++r)
                    #pragma unroll
                    for (int v = 0; v < 2; ++v)
                        acc[r][v] = lanes(C_tile + (i_0 + r) * 16 + j_0 + v * 8);
                for (int k = 0; k < k_valid; ++k) {
                    const float8 B_0 = lanes(B_tile + k * 16 + j_0);
                    const float8 B_1 = lanes(B_tile + k * 16 + j_0 + 8);
                    #pragma unroll
                    for (int r = 0; r < 6; ++r) {
                        const float A_s = A_tile[(i_0 + r) * 32 + k];
                        acc[r][0] = fma((float8)(A_s), B_0, acc[r][0]);
                        acc[r][1] = fma((float8)(A_s), B_1, acc[r][1]);
                    }
                }
                #pragma unroll
                for (int r = 0; r < 6; ++r)
                    #pragma unroll
                    for (int v = 0; v < 2; ++v)
                        lanes(C_tile + (i_0 + r) * 16 + j_0 + v * 8) = acc[r][v];
            }
        }
    }

    // C[i, j] ← C
    for (int i = 0; i < i_valid; ++i) {
        const long row = (i_start + i) * 45 + j_start;
        for (int j = 0; j < j_valid / 8 * 8; j += 8)
            *(__global any_ushort8*)(C_array + row + j) = to_half8(lanes(C_tile + i * 16 + j));
        for (int j = j_valid / 8 * 8; j < j_valid; ++j)
            C_array[row + j] = to_half(C_tile[i * 16 + j]);
    }
}

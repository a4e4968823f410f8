// O: g_h=1, g_q=300, s_x=64, g_e=64; one work-item per work-group computes one tile
// predicted: 1331200 bytes loaded, 307200 stored

#pragma OPENCL FP_CONTRACT OFF

// The vector that begins at a place in local memory.
#define lanes(place) (*(__local float16*)(place))
#define lane_index ((int16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))
typedef float16 __attribute__((aligned(4))) any_float16;
// Maximum that passes a NaN on.
static inline float __attribute__((overloadable)) max_nan(float a, float b) {
    return select(b, a, ((a > b) | (a != a)));
}
// Maximum that passes a NaN on.
static inline float16 __attribute__((overloadable)) max_nan(float16 a, float16 b) {
    return select(b, a, ((a > b) | (a != a)));
}
static inline float reduce_sum(float16 v) {
    const float8 v8 = v.lo + v.hi;
    const float4 v4 = v8.lo + v8.hi;
    const float2 v2 = v4.lo + v4.hi;
    return v2.x + v2.y;
}
static inline float reduce_max(float16 v) {
    const float8 v8 = select(v.hi, v.lo, (v.lo > v.hi) | (v.lo != v.lo));
    const float4 v4 = select(v8.hi, v8.lo, (v8.lo > v8.hi) | (v8.lo != v8.lo));
    const float2 v2 = select(v4.hi, v4.lo, (v4.lo > v4.hi) | (v4.lo != v4.lo));
    return v2.x > v2.y || v2.x != v2.x ? v2.x : v2.y;
}
static inline float16 zip_lo(float16 a, float16 b) {
    return (float16)(a.s0, b.s0, a.s1, b.s1, a.s2, b.s2, a.s3, b.s3, a.s4, b.s4, a.s5, b.s5, a.s6, b.s6, a.s7, b.s7);
}
static inline float16 zip_hi(float16 a, float16 b) {
    return (float16)(a.s8, b.s8, a.s9, b.s9, a.sa, b.sa, a.sb, b.sb, a.sc, b.sc, a.sd, b.sd, a.se, b.se, a.sf, b.sf);
}
// Swaps rows and lanes of a block.
static inline void transpose(float16* block) {
    #pragma unroll
    for (int turn = 0; turn < 4; ++turn) {
        float16 zipped[16];
        #pragma unroll
        for (int r = 0; r < 8; ++r) {
            zipped[2 * r] = zip_lo(block[r], block[r + 8]);
            zipped[2 * r + 1] = zip_hi(block[r], block[r + 8]);
        }
        #pragma unroll
        for (int r = 0; r < 16; ++r)
            block[r] = zipped[r];
    }
}

__attribute__((reqd_work_group_size(1, 1, 1)))
__kernel void O(__global const float* restrict Q_array, __global const float* restrict K_array, __global const float* restrict V_array, __global float* restrict O_array) {
    __local float P_m_tile[336] __attribute__((aligned(64))); // P_m[h, q]: running max of P_m
    __local float P_z_tile[336] __attribute__((aligned(64))); // P_z[h, q]: running sum of P_z
    __local float O_sum_tile[21504] __attribute__((aligned(64))); // O_sum[h, q, e]: running sum of O, then O
    __local float P_m_before_tile[336] __attribute__((aligned(64))); // P_m_before[h, q]: P_m before the block
    __local float S_tile[21504] __attribute__((aligned(64))); // S[h, q, x]: S
    __local float Q_tile[21504] __attribute__((aligned(64))); // Q[h, q, d]: a block of Q
    __local float K_tile[4096] __attribute__((aligned(64))); // K[h, d, x]: a block of K
    __local float where_S_tile[21504] __attribute__((aligned(64))); // where_S[h, q, x]: where(#x + 777 - 1000 <= #q + |x| - |q|, S / sqrt(|d|), -inf)
    __local float where_P_m_tile[336] __attribute__((aligned(64))); // where_P_m[h, q]: where(P_m == -inf, 0, P_m)
    __local float exp_P_m_before_tile[336] __attribute__((aligned(64))); // exp_P_m_before[h, q]: exp(P_m before - where(P_m == -inf, 0, P_m))
    __local float exp_S_tile[21504] __attribute__((aligned(64))); // exp_S[h, q, x]: exp(where(#x + 777 - 1000 <= #q + |x| - |q|, S / sqrt(|d|), -inf) - where(P_m == -inf, 0, P_m))
    __local float V_tile[4096] __attribute__((aligned(64))); // V[h, x, e]: a block of V

    const long group = get_group_id(0);
    const int h_start = (int)(group);

    // P_m ← -inf: running max of P_m
    for (int q = 0; q < 300; q += 16) {
        lanes(P_m_tile + q) = (float16)(-INFINITY);
    }

    // P_z ← 0: running sum of P_z
    for (int q = 0; q < 300; q += 16) {
        lanes(P_z_tile + q) = (float16)(0.0f);
    }

    // O_sum ← 0: running sum of O, then O
    for (int q = 0; q < 300; ++q) {
        for (int e = 0; e < 64; e += 16) {
            lanes(O_sum_tile + q * 64 + e) = (float16)(0.0f);
        }
    }

    // Q ← Q[h, q, d]
    for (int q = 0; q < 300; ++q) {
        const long row = h_start * 19200 + q * 64;
        for (int d = 0; d < 64; d += 16)
            lanes(Q_tile + q * 64 + d) = *(__global const any_float16*)(Q_array + row + d);
    }

    const int x_end = min(8, (786) / 64);
    for (int x_block = 0; x_block < x_end; ++x_block) {
        const int x_start = x_block * 64;
        const int x_valid = min(64, 500 - x_start);
        const int x_full = x_start <= 360; // #x + 777 - 1000 <= #q + |x| - |q| in the whole block

        // P_m_before ← P_m: the running value before this block
        for (int q = 0; q < 300; q += 16) {
            const float16 P_m_0 = lanes(P_m_tile + q);
            lanes(P_m_before_tile + q) = P_m_0;
        }

        // K ← K[h, x, d]
        for (int x = 0; x < x_valid / 16 * 16; x += 16)
            for (int d = 0; d < 64; d += 16) {
                const long corner = h_start * 32000 + (x_start + x) * 64 + d;
                float16 block[16];
                #pragma unroll
                for (int r = 0; r < 16; ++r)
                    block[r] = *(__global const any_float16*)(K_array + corner + r * 64);
                transpose(block);
                #pragma unroll
                for (int r = 0; r < 16; ++r)
                    lanes(K_tile + (x / 32) * 2048 + (d + r) * 32 + x % 32) = block[r];
            }
        for (int x = x_valid / 16 * 16; x < x_valid; ++x)
            for (int d = 0; d < 64; ++d)
                K_tile[(x / 32) * 2048 + d * 32 + x % 32] = K_array[h_start * 32000 + (x_start + x) * 64 + d];

        // S sum= over d: Q * K   (part of S)
        for (int q_0 = 0; q_0 < 300; q_0 += 12) {
            for (int x_0 = 0; x_0 < x_valid; x_0 += 32) {
                float16 acc[12][2];
                #pragma unroll
                for (int r = 0; r < 12; ++r)
                    #pragma unroll
                    for (int v = 0; v < 2; ++v)
                        acc[r][v] = (float16)(0.0f);
                for (int d = 0; d < 64; ++d) {
                    const float16 K_0 = lanes(K_tile + x_0 * 64 + d * 32);
                    const float16 K_1 = lanes(K_tile + x_0 * 64 + d * 32 + 16);
                    #pragma unroll
                    for (int r = 0; r < 12; ++r) {
                        const float Q_s = Q_tile[(q_0 + r) * 64 + d];
                        acc[r][0] = fma((float16)(Q_s), K_0, acc[r][0]);
                        acc[r][1] = fma((float16)(Q_s), K_1, acc[r][1]);
                    }
                }
                #pragma unroll
                for (int r = 0; r < 12; ++r)
                    #pragma unroll
                    for (int v = 0; v < 2; ++v)
                        lanes(S_tile + (q_0 + r) * 64 + x_0 + v * 16) = acc[r][v];
            }
        }

        // where_S ← where(#x + 777 - 1000 <= #q + |x| - |q|, S / sqrt(|d|), -inf)
        if (x_full) {
            for (int q = 0; q < 300; ++q) {
                for (int x = 0; x < x_valid; x += 16) {
                    const float16 S_0 = lanes(S_tile + q * 64 + x);
                    lanes(where_S_tile + q * 64 + x) = S_0 * 0.125f;
                }
            }
        }
        else {
            for (int q = 0; q < 300; ++q) {
                for (int x = 0; x < x_valid; x += 16) {
                    const float16 S_0 = lanes(S_tile + q * 64 + x);
                    lanes(where_S_tile + q * 64 + x) = select((float16)(-INFINITY), S_0 * 0.125f, x_start + x + lane_index <= q + 423);
                }
            }
        }

        // P_m max= over x: where_S   (part of P_m)
        for (int q_0 = 0; q_0 < 300; q_0 += 4) {
            float16 part[4];
            #pragma unroll
            for (int r = 0; r < 4; ++r)
                part[r] = (float16)(-INFINITY);
            for (int x = 0; x < x_valid / 16 * 16; x += 16) {
                #pragma unroll
                for (int r = 0; r < 4; ++r) {
                    const float16 where_S_0 = lanes(where_S_tile + (q_0 + r) * 64 + x);
                    part[r] = max_nan(part[r], where_S_0);
                }
            }
            if (x_valid % 16 != 0) {
                const int x = x_valid / 16 * 16;
                #pragma unroll
                for (int r = 0; r < 4; ++r) {
                    const float16 where_S_0 = lanes(where_S_tile + (q_0 + r) * 64 + x);
                    part[r] = max_nan(part[r], select((float16)(-INFINITY), where_S_0, lane_index < x_valid - x));
                }
            }
            #pragma unroll
            for (int r = 0; r < 4; ++r)
                P_m_tile[q_0 + r] = max_nan(P_m_tile[q_0 + r], reduce_max(part[r]));
        }

        // where_P_m ← where(P_m == -inf, 0, P_m)
        for (int q = 0; q < 300; q += 16) {
            const float16 P_m_0 = lanes(P_m_tile + q);
            lanes(where_P_m_tile + q) = select(P_m_0, (float16)(0.0f), P_m_0 == (-INFINITY));
        }

        // exp_P_m_before ← exp(P_m_before - where_P_m)
        for (int q = 0; q < 300; q += 16) {
            const float16 P_m_before_0 = lanes(P_m_before_tile + q);
            const float16 where_P_m_0 = lanes(where_P_m_tile + q);
            lanes(exp_P_m_before_tile + q) = exp(P_m_before_0 - where_P_m_0);
        }

        // P_z ← P_z * exp_P_m_before: corrects P_z for what the block changed
        for (int q = 0; q < 300; q += 16) {
            const float16 P_z_0 = lanes(P_z_tile + q);
            const float16 exp_P_m_before_0 = lanes(exp_P_m_before_tile + q);
            lanes(P_z_tile + q) = P_z_0 * exp_P_m_before_0;
        }

        // exp_S ← exp(where_S - where_P_m)
        for (int q = 0; q < 300; ++q) {
            const float where_P_m_s = where_P_m_tile[q];
            for (int x = 0; x < x_valid; x += 16) {
                const float16 where_S_0 = lanes(where_S_tile + q * 64 + x);
                lanes(exp_S_tile + q * 64 + x) = exp(where_S_0 - where_P_m_s);
            }
        }

        // P_z sum= over x: exp_S   (part of P_z)
        for (int q_0 = 0; q_0 < 300; q_0 += 4) {
            float16 part[4];
            #pragma unroll
            for (int r = 0; r < 4; ++r)
                part[r] = (float16)(0.0f);
            for (int x = 0; x < x_valid / 16 * 16; x += 16) {
                #pragma unroll
                for (int r = 0; r < 4; ++r) {
                    const float16 exp_S_0 = lanes(exp_S_tile + (q_0 + r) * 64 + x);
                    part[r] = part[r] + exp_S_0;
                }
            }
            if (x_valid % 16 != 0) {
                const int x = x_valid / 16 * 16;
                #pragma unroll
                for (int r = 0; r < 4; ++r) {
                    const float16 exp_S_0 = lanes(exp_S_tile + (q_0 + r) * 64 + x);
                    part[r] = part[r] + select((float16)(0.0f), exp_S_0, lane_index < x_valid - x);
                }
            }
            #pragma unroll
            for (int r = 0; r < 4; ++r)
                P_z_tile[q_0 + r] = P_z_tile[q_0 + r] + reduce_sum(part[r]);
        }

        // O_sum ← O_sum * exp_P_m_before: corrects O_sum for what the block changed
        for (int q = 0; q < 300; ++q) {
            const float exp_P_m_before_s = exp_P_m_before_tile[q];
            for (int e = 0; e < 64; e += 16) {
                const float16 O_sum_0 = lanes(O_sum_tile + q * 64 + e);
                lanes(O_sum_tile + q * 64 + e) = O_sum_0 * exp_P_m_before_s;
            }
        }

        // V ← V[h, x, e]
        for (int x = 0; x < x_valid; ++x) {
            const long row = h_start * 32000 + (x_start + x) * 64;
            for (int e = 0; e < 64; e += 16)
                lanes(V_tile + (e / 32) * 2048 + x * 32 + e % 32) = *(__global const any_float16*)(V_array + row + e);
        }

        // O_sum sum= over x: exp_S * V   (part of O)
        for (int q_0 = 0; q_0 < 300; q_0 += 12) {
            for (int e_0 = 0; e_0 < 64; e_0 += 32) {
                float16 acc[12][2];
                #pragma unroll
                for (int r = 0; r < 12; ++r)
                    #pragma unroll
                    for (int v = 0; v < 2; ++v)
                        acc[r][v] = lanes(O_sum_tile + (q_0 + r) * 64 + e_0 + v * 16);
                for (int x = 0; x < x_valid; ++x) {
                    const float16 V_0 = lanes(V_tile + e_0 * 64 + x * 32);
                    const float16 V_1 = lanes(V_tile + e_0 * 64 + x * 32 + 16);
                    #pragma unroll
                    for (int r = 0; r < 12; ++r) {
                        const float exp_S_s = exp_S_tile[(q_0 + r) * 64 + x];
                        acc[r][0] = fma((float16)(exp_S_s), V_0, acc[r][0]);
                        acc[r][1] = fma((float16)(exp_S_s), V_1, acc[r][1]);
                    }
                }
                #pragma unroll
                for (int r = 0; r < 12; ++r)
                    #pragma unroll
                    for (int v = 0; v < 2; ++v)
                        lanes(O_sum_tile + (q_0 + r) * 64 + e_0 + v * 16) = acc[r][v];
            }
        }
    }

    // O_sum ← where(P_z != 0, O_sum / P_z, 0): the result from its accumulators
    for (int q = 0; q < 300; ++q) {
        const float P_z_s = P_z_tile[q];
        for (int e = 0; e < 64; e += 16) {
            const float16 O_sum_0 = lanes(O_sum_tile + q * 64 + e);
            lanes(O_sum_tile + q * 64 + e) = (P_z_s != 0.0f) ? O_sum_0 / P_z_s : (float16)(0.0f);
        }
    }

    // O[h, q, e] ← O_sum
    for (int q = 0; q < 300; ++q) {
        const long row = h_start * 19200 + q * 64;
        for (int e = 0; e < 64; e += 16)
            *(__global any_float16*)(O_array + row + e) = lanes(O_sum_tile + q * 64 + e);
    }
}

// Repeatable chance: xorshift64* (S. Vigna, "An experimental exploration of Marsaglia's xorshift generators", 2016).
#pragma once

#include <cmath>
#include <cstdint>

namespace foodshed {

class Chance {
public:
    explicit Chance(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 0xD1B54A32D192ED03ULL) {
        for (int step = 0; step < 8; ++step) next();
        draw_blink();
    }

    uint64_t next() {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return state_ * 0x2545F4914F6CDD1DULL;
    }

    // A whole number from 0 to `limit` - 1.
    int below(int limit) {
        return static_cast<int>(((next() >> 32) * static_cast<uint64_t>(limit)) >> 32);
    }

    // Strictly between 0 and 1.
    double share() { return (static_cast<double>(next() >> 11) + 0.5) * (1.0 / 9007199254740992.0); }

    // True once in a hundred times; the distance to the next one is drawn at once, so that most calls only count.
    bool blinks() {
        if (until_blink_-- > 0) return false;
        draw_blink();
        return true;
    }

private:
    void draw_blink() { until_blink_ = static_cast<int>(std::log(share()) / std::log(0.99)); }

    uint64_t state_;
    int until_blink_ = 0;
};

}  // namespace foodshed

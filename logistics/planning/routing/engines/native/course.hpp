// How much of the budget is spent, the best answer so far, and whom to tell of it.
#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>
#include <utility>

#include "remembered.hpp"

namespace foodshed {

struct Budget {
    double seconds;      // not used when counted in steps
    int64_t steps;       // ruins in all; 0 when counted in seconds
    double fewer_vans;   // share spent on needing fewer vans, where they come first
    bool is_processor;   // seconds of this thread's processor time instead of the wall clock's
};

class Listener {
public:
    virtual ~Listener() = default;
    // Hears of the best answer, if it is new, now and then; true asks to stop.
    virtual bool stops(const Remembered& best, bool is_new) = 0;
};

class Course {
public:
    Course(const Budget& budget, Listener& listener) : budget_(budget), listener_(listener), began_s_(now_s()) {}

    // How much of the budget is spent, 1 or more when it is over. In seconds it is looked at every 16 steps.
    double spent() {
        if (steps % STEPS_UNTOLD == 0) tell();
        if (is_stopped_) return 1;
        if (budget_.steps > 0) return static_cast<double>(steps) / static_cast<double>(budget_.steps);
        if (steps % STEPS_UNTIMED == 0 || spent_ >= 1) spent_ = seconds() / std::max(1e-9, budget_.seconds);
        return spent_;
    }

    // The share of the budget that so many steps take, or so many seconds where it is counted in them.
    double share_of(double some_steps, double some_seconds) const {
        return budget_.steps > 0 ? some_steps / static_cast<double>(budget_.steps)
                                 : some_seconds / std::max(1e-9, budget_.seconds);
    }

    void tell() {
        if (is_stopped_) return;
        is_stopped_ = listener_.stops(best_, is_new_);
        is_new_ = false;
    }

    void remember(Remembered answer) {
        best_ = std::move(answer);
        is_new_ = true;
    }

    const Budget& budget() const { return budget_; }
    const Remembered& best() const { return best_; }
    double seconds() const { return now_s() - began_s_; }
    bool is_stopped() const { return is_stopped_; }

    int64_t steps = 0;

private:
    static constexpr int64_t STEPS_UNTOLD = 256;
    static constexpr int64_t STEPS_UNTIMED = 16;

    double now_s() const {
        if (budget_.is_processor) {
            timespec now;
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
            return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
        }
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    }

    Budget budget_;
    Listener& listener_;
    double began_s_;
    Remembered best_;
    double spent_ = 0;
    bool is_new_ = false;
    bool is_stopped_ = false;
};

}  // namespace foodshed

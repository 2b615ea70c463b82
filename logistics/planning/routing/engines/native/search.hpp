// Slack induction by string removals (J. Christiaens, G. Vanden Berghe, Transportation Science 54(2), 2020) for
// pickups and drops: one ruin, one recreate, and how much worse an answer may be for a while.
#pragma once

#include <cmath>

#include "recreate.hpp"
#include "ruin.hpp"

namespace foodshed {

class Search {
public:
    Search(const Question& question, const Tuning& tuning, uint64_t seed)
        : question_(question),
          tuning_(tuning),
          chance_(seed),
          neighbours_(question),
          solution_(question),
          ruin_(question, neighbours_, tuning_, chance_, solution_),
          recreate_(question, neighbours_, tuning.routes_looked_at, chance_, solution_) {
        double per_metre = 0, per_second = 0;
        for (const VanType& van : question.types) {
            per_metre = std::max(per_metre, static_cast<double>(van.per_metre));
            per_second = std::max(per_second, static_cast<double>(van.per_second));
        }
        edge_ = std::max(1.0, neighbours_.typical_metres() * per_metre + neighbours_.typical_seconds() * per_second);
    }

    const Question& question() const { return question_; }
    Solution& solution() { return solution_; }
    Chance& chance() { return chance_; }
    std::vector<int64_t>& missed() { return recreate_.missed(); }
    void limit_routes(int most) { recreate_.limit_routes(most); }

    void ruin() { ruin_.take_out(); }
    void recreate(bool missed_first = false) { recreate_.put_back(missed_first); }
    void retype() { recreate_.retype(); }

    // Starts from the hint; a route of it that cannot be driven as the engine times it is left out.
    void take_over(const Remembered& hint) {
        if (hint.tasks.empty()) return;
        Remembered drivable;
        drivable.absent = hint.absent;
        for (size_t k = 0; k < hint.tasks.size(); ++k) {
            if (recreate_.can_drive(hint.types[k], hint.tasks[k])) {
                drivable.tasks.push_back(hint.tasks[k]);
                drivable.types.push_back(hint.types[k]);
                continue;
            }
            for (int32_t id : hint.tasks[k]) {
                const Task& task = question_.tasks[static_cast<size_t>(id)];
                const Request& request = question_.requests[static_cast<size_t>(task.request)];
                if (request.pickup == NOBODY || request.pickup == id) drivable.absent.push_back(task.request);
            }
        }
        solution_.recall(drivable);
    }

    // Long routes want larger ruins and more heat: few vans leave few other places for what was taken out.
    void tune() {
        size_t served = 0;
        for (const Route& route : solution_.routes()) served += route.tasks.size();
        const double mean_size = static_cast<double>(served) / std::max(1.0, static_cast<double>(solution_.routes().size()));
        const double is_long = std::clamp((mean_size - SHORT_ROUTE) / (LONG_ROUTE - SHORT_ROUTE), 0.0, 1.0);
        if (tuning_.mean_removed <= 0) tuning_.mean_removed = 12 + 6 * is_long;
        if (tuning_.heat <= 0) tuning_.heat = 1.5 + 5 * is_long;
    }

    // A typical edge, in money.
    double edge() const { return edge_; }

    double heat_at(double share) const {
        return edge_ * tuning_.heat * std::pow(tuning_.cold / tuning_.heat, std::min(1.0, share));
    }

private:
    static constexpr double SHORT_ROUTE = 12;
    static constexpr double LONG_ROUTE = 50;

    const Question& question_;
    Tuning tuning_;
    Chance chance_;
    Neighbours neighbours_;
    Solution solution_;
    Ruin ruin_;
    Recreate recreate_;
    double edge_ = 1;
};

}  // namespace foodshed

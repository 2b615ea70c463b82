// Slack induction by string removals (J. Christiaens, G. Vanden Berghe, Transportation Science 54(2), 2020) for
// pickups and drops: one ruin, one recreate, and how much worse an answer may be for a while.
#pragma once

#include <cmath>

#include "ejection.hpp"
#include "recreate.hpp"
#include "ruin.hpp"
#include "tails.hpp"

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
          ejection_(question, chance_, solution_),
          recreate_(question, neighbours_, tuning.routes_looked_at, chance_, solution_),
          tails_(question, neighbours_, recreate_.nearby(), chance_, solution_) {
        double per_metre = 0, per_second = 0;
        for (const VanType& van : question.types) {
            per_metre = std::max(per_metre, static_cast<double>(van.per_metre));
            per_second = std::max(per_second, static_cast<double>(van.per_second));
        }
        edge_ = std::max(1.0, neighbours_.typical_metres() * per_metre + neighbours_.typical_seconds() * per_second);
    }

    const Question& question() const { return question_; }
    const Neighbours& neighbours() const { return neighbours_; }
    Solution& solution() { return solution_; }
    Chance& chance() { return chance_; }
    std::vector<int64_t>& missed() { return recreate_.missed(); }
    void limit_routes(int most) { recreate_.limit_routes(most); }
    int most_routes() const { return recreate_.most_routes(); }

    void ruin() { ruin_.take_out(tuning_.mean_removed); }
    // A smaller ruin is quicker, and finds more often a place for everybody.
    void ruin_less() { ruin_.take_out(LESS * tuning_.mean_removed); }
    void recreate(bool missed_first = false) { recreate_.put_back(missed_first); }
    void recreate_all() { recreate_.put_back(false, INT32_MAX); }
    void force_in() { ejection_.force_in(missed()); }
    bool can_exchange_tails() const { return tails_.can_exchange(); }
    bool exchange_tails(double bound) { return tails_.exchange(bound); }
    void retype() { recreate_.vans().retype(); }

    // Starts from the hint; a route of it that cannot be driven as the engine times it is left out.
    void take_over(const Remembered& hint) {
        if (hint.tasks.empty()) return;
        Remembered drivable;
        drivable.absent = hint.absent;
        for (size_t k = 0; k < hint.tasks.size(); ++k) {
            if (recreate_.vans().can_drive(hint.types[k], hint.tasks[k])) {
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

    // Long routes want larger ruins and longer strings: few vans leave few other places for what was taken out.
    void tune() {
        size_t served = 0;
        for (const Route& route : solution_.routes()) served += route.tasks.size();
        const double mean_size = static_cast<double>(served) / std::max(1.0, static_cast<double>(solution_.routes().size()));
        recreate_.tune(mean_size);
        is_long_ = std::clamp((mean_size - SHORT_ROUTE) / (LONG_ROUTE - SHORT_ROUTE), 0.0, 1.0);
        if (tuning_.mean_removed <= 0) tuning_.mean_removed = 12 + 6 * is_long_;
        if (tuning_.longest_string <= 0) tuning_.longest_string = static_cast<int>(8 + 12 * is_long_);
        heat_ = tuning_.heat > 0 ? tuning_.heat : USUAL_HEAT * (1 + LONG_HEAT * is_long_);
    }

    // The more often each task will be taken out, the hotter the search may begin: heat needs time to cool. Where no
    // van may be added, less of it has done better.
    void heat_for(double steps, bool are_vans_few) {
        if (tuning_.heat > 0) return;
        const double times_out = steps * tuning_.mean_removed / static_cast<double>(question_.tasks.size());
        const double heat = std::clamp(MOST_HEAT * std::pow(times_out / TIMES_FOR_MOST, 0.4), 1.0, MOST_HEAT);
        heat_ = std::min(LONG_MOST_HEAT, heat * (1 + (are_vans_few ? FEW_VANS_LONG_HEAT : LONG_HEAT) * is_long_));
    }

    // As hot as another search of the same money.
    void heat_like(const Search& other) {
        edge_ = other.edge_;
        heat_ = other.heat_;
    }

    bool has_short_routes() const { return is_long_ < 0.15; }

    // A typical edge, in money.
    double edge() const { return edge_; }

    double heat_at(double share) const {
        return edge_ * heat_ * std::pow(tuning_.cold / heat_, std::min(1.0, share));
    }

    // How much more the next change may cost.
    double bound(double share) { return -heat_at(share) * std::log(chance_.share()); }

private:
    static constexpr double LESS = 2.0 / 3;
    static constexpr double SHORT_ROUTE = 12;
    static constexpr double LONG_ROUTE = 40;
    static constexpr double USUAL_HEAT = 1.5;
    static constexpr double MOST_HEAT = 8;
    static constexpr double TIMES_FOR_MOST = 12'000;
    static constexpr double LONG_HEAT = 2.5;  // so much more for long routes
    static constexpr double LONG_MOST_HEAT = 12;
    static constexpr double FEW_VANS_LONG_HEAT = 0.4;

    const Question& question_;
    Tuning tuning_;
    Chance chance_;
    Neighbours neighbours_;
    Solution solution_;
    Ruin ruin_;
    Ejection ejection_;
    Recreate recreate_;
    Tails tails_;
    double edge_ = 1;
    double is_long_ = 0;
    double heat_ = 1;
};

}  // namespace foodshed

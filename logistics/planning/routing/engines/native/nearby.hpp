// For a task that is put in alone: next to which other tasks it is worth trying, nearest first.
// A granular neighbourhood (P. Toth, D. Vigo, INFORMS Journal on Computing 15(4), 2003); waiting counts as way.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "neighbours.hpp"

namespace foodshed {

class Nearby {
public:
    Nearby(const Question& question, const Neighbours& neighbours)
        : before_(question.tasks.size()), after_(question.tasks.size()) {
        const double metres_a_second = neighbours.typical_metres() / neighbours.typical_seconds();
        std::vector<std::pair<double, int>> keyed;
        for (const Request& request : question.requests) {
            if (request.pickup != NOBODY && request.drop != NOBODY) continue;
            const int task = request.pickup == NOBODY ? request.drop : request.pickup;
            const auto at = static_cast<size_t>(task);
            const auto& near = neighbours.of(task);
            const size_t possible = rank(question, near, metres_a_second, keyed, before_[at],
                                         [task](int other) { return std::pair{other, task}; }) +
                                    rank(question, near, metres_a_second, keyed, after_[at],
                                         [task](int other) { return std::pair{task, other}; });
            // One of the two orders is nearly always possible; how often both are tells how wide the windows are.
            either_way_ += static_cast<double>(possible) - static_cast<double>(near.size());
            pairs_ += static_cast<double>(near.size());
        }
    }

    // Whether trying what lies near is less work than trying all of so many routes.
    bool is_less_work(int routes, double mean_size) const {
        return pairs_ > 0 && routes * mean_size * either_way_ / pairs_ > 4 * static_cast<double>(MOST);
    }

    // Tasks right after which the task may go, and those right before which it may; empty for one of a pair.
    const std::vector<int>& before(int task) const { return before_[static_cast<size_t>(task)]; }
    const std::vector<int>& after(int task) const { return after_[static_cast<size_t>(task)]; }

private:
    template <class InOrder>
    static size_t rank(const Question& question, const std::vector<int>& near, double metres_a_second,
                     std::vector<std::pair<double, int>>& keyed, std::vector<int>& ranked, InOrder in_order) {
        keyed.clear();
        for (size_t k = 1; k < near.size(); ++k) {
            const auto [first, second] = in_order(near[k]);
            const Task& one = question.tasks[static_cast<size_t>(first)];
            const Task& next = question.tasks[static_cast<size_t>(second)];
            const int32_t way_s = one.fixed_s + one.goods_s + question.seconds(0, one.place, next.place);
            if (one.opens_s + way_s > next.closes_s && one.group != next.group) continue;
            const int32_t wait_s = std::max(0, next.opens_s - one.closes_s - way_s);
            keyed.emplace_back(question.metres(one.place, next.place) + WAITING * wait_s * metres_a_second, near[k]);
        }
        std::sort(keyed.begin(), keyed.end());
        for (size_t k = 0; k < std::min(MOST, keyed.size()); ++k) ranked.push_back(keyed[k].second);
        return keyed.size();
    }

    static constexpr size_t MOST = 40;
    static constexpr double WAITING = 0.2;

    std::vector<std::vector<int>> before_, after_;
    double either_way_ = 0;
    double pairs_ = 0;
};

}  // namespace foodshed

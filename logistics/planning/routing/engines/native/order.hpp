// In what order requests are put back. Knows nothing of where they go.
#pragma once

#include <algorithm>
#include <cmath>

#include "chance.hpp"
#include "question.hpp"

namespace foodshed {

class Order {
public:
    static constexpr int RULES = 17;

    Order(const Question& question, Chance& chance) : question_(question), chance_(chance) {}

    // Random, heavy, far, near, narrow, early and late first, as often as 4 4 2 1 2 2 2.
    double key(const Request& wanted, int rule) {
        const Task& first = question_.tasks[static_cast<size_t>(wanted.pickup == NOBODY ? wanted.drop : wanted.pickup)];
        const Task& second = question_.tasks[static_cast<size_t>(wanted.drop == NOBODY ? wanted.pickup : wanted.drop)];
        const VanType& van = question_.types.front();
        if (rule < 4) return chance_.share();
        if (rule < 8) {
            double load = 0;
            for (int d = 0; d < question_.dimensions; ++d)
                load += std::abs(first.load[d]) / static_cast<double>(std::max(1, van.capacity[d]));
            return -load;
        }
        if (rule < 11) {
            const double far = static_cast<double>(question_.metres(van.start, first.place)) +
                               question_.metres(van.start, second.place);
            return rule < 10 ? -far : far;
        }
        if (rule < 13)
            return static_cast<double>(first.closes_s) - first.opens_s + static_cast<double>(second.closes_s) -
                   second.opens_s;
        return rule < 15 ? static_cast<double>(first.opens_s) : -static_cast<double>(second.closes_s);
    }

private:
    const Question& question_;
    Chance& chance_;
};

}  // namespace foodshed

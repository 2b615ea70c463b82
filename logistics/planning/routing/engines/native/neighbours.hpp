// Which tasks lie near which: the order in which a ruin spreads and an insertion looks for routes.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "question.hpp"

namespace foodshed {

class Neighbours {
public:
    explicit Neighbours(const Question& question) : near_(question.tasks.size()) {
        find_seeds(question);
        std::vector<std::pair<int64_t, int>> by_distance;
        for (int task : seeds_) {
            const int here = question.tasks[static_cast<size_t>(task)].place;
            by_distance.clear();
            for (int other : seeds_) {
                const int there = question.tasks[static_cast<size_t>(other)].place;
                const int64_t apart = static_cast<int64_t>(question.metres(here, there)) + question.metres(there, here);
                by_distance.emplace_back(other == task ? -1 : apart, other);
            }
            const auto kept = static_cast<long>(std::min<size_t>(by_distance.size(), MOST));
            std::nth_element(by_distance.begin(), by_distance.begin() + (kept - 1), by_distance.end());
            std::sort(by_distance.begin(), by_distance.begin() + kept);
            auto& near = near_[static_cast<size_t>(task)];
            for (long k = 0; k < kept; ++k) near.push_back(by_distance[static_cast<size_t>(k)].second);
            measure(question, here, near);
        }
    }

    // Tasks that stand alone enough for nearness to mean something (not the hub's own dock).
    const std::vector<int>& seeds() const { return seeds_; }
    // The task itself, then the others by distance; empty for a task that is no seed.
    const std::vector<int>& of(int task) const { return near_[static_cast<size_t>(task)]; }
    // Mean length of the edges to the six nearest.
    double typical_metres() const { return edges_ == 0 ? 1.0 : metres_ / static_cast<double>(edges_); }
    double typical_seconds() const { return edges_ == 0 ? 1.0 : seconds_ / static_cast<double>(edges_); }

private:
    static constexpr int MIN_CROWD = 12;
    static constexpr size_t MOST = 400;
    static constexpr size_t NEAREST = 6;

    void find_seeds(const Question& question) {
        const auto count = static_cast<int>(question.tasks.size());
        std::vector<int> calls(static_cast<size_t>(question.places), 0);
        for (const Task& task : question.tasks) ++calls[static_cast<size_t>(task.place)];
        const int crowd = std::max(MIN_CROWD, count / 12);
        for (int task = 0; task < count; ++task) {
            const auto place = static_cast<size_t>(question.tasks[static_cast<size_t>(task)].place);
            if (calls[place] <= crowd) seeds_.push_back(task);
        }
        if (static_cast<int>(seeds_.size()) >= count / 8 && !seeds_.empty()) return;
        seeds_.clear();
        for (int task = 0; task < count; ++task) seeds_.push_back(task);
    }

    void measure(const Question& question, int here, const std::vector<int>& near) {
        for (size_t k = 1; k < near.size() && k <= NEAREST; ++k) {
            const int there = question.tasks[static_cast<size_t>(near[k])].place;
            metres_ += question.metres(here, there);
            seconds_ += question.seconds(0, here, there);
            ++edges_;
        }
    }

    std::vector<int> seeds_;
    std::vector<std::vector<int>> near_;
    double metres_ = 0;
    double seconds_ = 0;
    long edges_ = 0;
};

}  // namespace foodshed

// The door of the native engine: plain arrays in, the best orders of tasks out. One call, one thread, nothing kept.
#include <new>

#include "annealing.hpp"

namespace foodshed {
namespace {

// Routes as numbers: each route's tasks, ended by -1, with the van type of each route beside them.
void write(const Remembered& answer, int32_t* order, int32_t* types, int32_t* length) {
    *length = 0;
    for (size_t k = 0; k < answer.tasks.size(); ++k) {
        for (int32_t task : answer.tasks[k]) order[(*length)++] = task;
        order[(*length)++] = NOBODY;
        types[k] = answer.types[k];
    }
}

Remembered read(const Question& question, const int32_t* order, const int32_t* types, int32_t length) {
    Remembered answer;
    std::vector<char> is_served(question.requests.size(), 0);
    std::vector<int32_t> tasks;
    for (int32_t k = 0; k < length; ++k) {
        if (order[k] == NOBODY) {
            answer.types.push_back(types[answer.tasks.size()]);
            answer.tasks.push_back(tasks);
            tasks.clear();
            continue;
        }
        tasks.push_back(order[k]);
        is_served[static_cast<size_t>(question.tasks[static_cast<size_t>(order[k])].request)] = 1;
    }
    for (size_t request = 0; request < is_served.size(); ++request)
        if (!is_served[request]) answer.absent.push_back(static_cast<int>(request));
    return answer;
}

class Caller : public Listener {
public:
    Caller(int32_t (*call)(int32_t), int32_t* order, int32_t* types, int32_t* length)
        : call_(call), order_(order), types_(types), length_(length) {}

    bool stops(const Remembered& best, bool is_new) override {
        if (call_ == nullptr) return false;
        if (is_new) write(best, order_, types_, length_);
        return call_(is_new ? 1 : 0) != 0;
    }

private:
    int32_t (*call_)(int32_t);
    int32_t *order_, *types_, *length_;
};

}  // namespace
}  // namespace foodshed

extern "C" {

struct FoodshedSizes {
    int32_t places, dimensions, tasks, requests, types, speeds;
};

// The arrays are laid out as in question.hpp.
struct FoodshedArrays {
    const int32_t* distance_m;
    const int32_t* travel_s;
    const foodshed::Task* tasks;
    const foodshed::Request* requests;
    const foodshed::VanType* types;
    const uint8_t* allowed;
    const int64_t* moved;
    const foodshed::Gaps* gaps;
    const foodshed::Prices* prices;
};

struct FoodshedWish {
    double seconds;
    int64_t steps;
    double fewer_vans;
    uint64_t seed;
    int32_t is_processor;
    int32_t (*listener)(int32_t is_new);  // anything but 0 stops; the answer so far stands in `order`
};

// `order` (routes ended by -1), `order_types` and `length` are the hint on the way in and the answer on the way out.
// `figures`: cost, requests left out, steps, steps spent on needing fewer vans, microseconds to the first answer.
// Returns 0, or 1 when there is not enough memory.
int32_t foodshed_search(const FoodshedSizes* sizes, const FoodshedArrays* arrays, const foodshed::Tuning* tuning,
                        const FoodshedWish* wish, int32_t* order, int32_t* order_types, int32_t* length,
                        int64_t* figures) try {
    using namespace foodshed;
    Question question;
    question.places = sizes->places;
    question.dimensions = sizes->dimensions;
    question.tasks.assign(arrays->tasks, arrays->tasks + sizes->tasks);
    question.requests.assign(arrays->requests, arrays->requests + sizes->requests);
    question.types.assign(arrays->types, arrays->types + sizes->types);
    question.lay_out(arrays->distance_m, arrays->travel_s, sizes->speeds);
    question.allowed = arrays->allowed;
    question.moved = arrays->moved;
    question.gaps = arrays->gaps;
    question.prices = arrays->prices;

    const Remembered hint = read(question, order, order_types, *length);
    Caller caller(wish->listener, order, order_types, length);
    const Budget budget{wish->seconds, wish->steps, wish->fewer_vans, wish->is_processor != 0};
    Annealing annealing(question, *tuning, budget, wish->seed, caller);
    const Remembered& best = annealing.run(hint);
    write(best, order, order_types, length);
    figures[0] = best.cost;
    figures[1] = static_cast<int64_t>(best.absent.size());
    figures[2] = annealing.steps();
    figures[3] = annealing.steps_on_vans;
    figures[4] = static_cast<int64_t>(annealing.first_s * 1e6);
    return 0;
} catch (const std::bad_alloc&) {
    return 1;
}
}

using Freehold.Core.Learning.Rewards;
using Freehold.Core.Learning.Rollouts;

namespace Freehold.Core.Tests.Learning.Rollouts;

public class DecisionBookTests
{
    private static readonly int Ripe = (int)DecisionBook.RipeningTime.TotalSeconds;
    private static readonly RewardSignal Right = new(RewardSignalKind.Score, 1);

    private readonly DecisionBook _book = new(3, _ => RewardWeights.Default);

    [Fact]
    public void A_reward_is_due_when_it_had_time_to_ripen()
    {
        _book.Add(Decisions.One(1));
        _book.AddFeedback("o1", Right, Decisions.At(5));
        Assert.Empty(_book.TakeDue());

        _book.AddFeedback("o1", Right with { Value = 0 }, Decisions.At(Ripe + 1));

        Assert.Equal(0.5, Assert.Single(_book.TakeDue()).Signals.Reward);
        Assert.Empty(_book.TakeDue());
    }

    [Fact]
    public void A_decision_without_a_signal_is_due_with_its_first_one()
    {
        _book.Add(Decisions.One(1));
        _book.Add(Decisions.One(Ripe + 1));
        Assert.Empty(_book.TakeDue());

        _book.AddFeedback("o1", Right, Decisions.At(Ripe + 2));

        Assert.Equal("o1", Assert.Single(_book.TakeDue()).Id);
    }

    [Fact]
    public void The_same_request_soon_after_tells_of_the_answer_before()
    {
        _book.Add(Decisions.One(1, "what is it?"));
        _book.Add(Decisions.One(20, "what is it?"));

        Assert.Equal([RewardWeights.Default.RetriedValue, null], _book.Decisions.Select(decision => decision.Signals.Reward));
    }

    [Fact]
    public void What_an_outcome_says_of_itself_counts_and_an_id_counts_once()
    {
        _book.Add(Decisions.One(1), new RewardSignal(RewardSignalKind.Failed));
        _book.Add(Decisions.One(1), new RewardSignal(RewardSignalKind.Score, 1));

        Assert.Equal(0, Assert.Single(_book.Decisions).Signals.Reward);
    }

    [Fact]
    public void The_newest_are_kept_and_feedback_on_others_changes_nothing()
    {
        for (var i = 1; i <= 10; i++)
        {
            _book.Add(Decisions.One(i));
        }

        _book.AddFeedback("o1", Right, Decisions.At(2 * Ripe));
        _book.AddFeedback("nobody", Right, Decisions.At(2 * Ripe));

        Assert.Equal(["o8", "o9", "o10"], _book.Decisions.Select(decision => decision.Id));
        Assert.Empty(_book.TakeDue());
    }
}

using Freehold.Contracts.Outcomes;
using Freehold.Core.Policies;
using Freehold.Grains.Distillation;
using Freehold.Grains.Tests.Distillation.Support;
using Freehold.Storage.Transcripts;
using Microsoft.Extensions.DependencyInjection;

namespace Freehold.Grains.Tests.Distillation;

public class GoldenReaderTests
{
    [Fact]
    public async Task The_answer_that_somebody_put_right_is_the_one_to_learn()
    {
        await using var house = await DistillHouse.StartAsync();
        await house.TeachAsync(0, 3);
        var log = OutcomeLogId.Parse("acme/0");
        var edit = new Feedback
        {
            Id = "edit",
            OutcomeId = "o1",
            KeyId = "key",
            At = house.House.Cluster.Time.GetUtcNow(),
            Label = "edited",
            Answer = "invoice",
        };
        await house.House.Log.AppendFeedbackAsync(log, edit, default);
        var policy = RoutingPolicyDocument.Parse(DistillHouse.Policy).For("triage");

        var reader = new GoldenReader(house.House.Log, house.House.Cluster.Services.GetRequiredService<ITranscriptStore>(), log, policy);
        var exchanges = await reader.ReadAsync(1_000, default);

        Assert.Equal([null, "invoice", null], exchanges.Select(exchange => exchange.Candidate.EditedAnswer));
        Assert.Equal("edited", exchanges[1].Candidate.FeedbackLabel);
    }
}

using System.Text;
using Freehold.Core.Outcomes;
using Freehold.Core.Routing;

namespace Freehold.Core.Tests.Outcomes;

public class RollingFiguresTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Figures_add_up_per_candidate()
    {
        var figures = new RollingFigures();
        figures.Add(Success("a", Noon, latencyMs: 10, confidence: -1, cost: 5));
        figures.Add(Success("a", Noon.AddSeconds(40), latencyMs: 20, confidence: -3, cost: 7));
        figures.Add(Failure("b", Noon.AddSeconds(40)));

        var at = figures.At(Noon.AddSeconds(41));

        Assert.Equal(["a", "b"], at.Select(candidate => candidate.Candidate));
        Assert.Equal((2, 0, 12), (at[0].Requests, at[0].Errors, at[0].CostMicroUsd));
        Assert.Equal(-2, at[0].MeanConfidence);
        Assert.InRange(at[0].LatencyP95Ms, 19, 21);
        Assert.Equal((1, 1, 1), (at[1].Requests, at[1].Errors, at[1].ErrorsInARow));
        Assert.Null(at[1].MeanConfidence);
    }

    [Fact]
    public void What_is_older_than_the_window_no_longer_counts()
    {
        var figures = new RollingFigures();
        figures.Add(Success("a", Noon));
        figures.Add(Success("a", Noon + RollingFigures.Window));

        Assert.Equal(1, Assert.Single(figures.At(Noon + RollingFigures.Window)).Requests);
        Assert.Empty(figures.At(Noon + (3 * RollingFigures.Window)));
    }

    [Fact]
    public void A_success_ends_a_row_of_errors_and_so_does_the_cool_down()
    {
        var figures = new RollingFigures();
        figures.Add(Failure("a", Noon));
        figures.Add(Failure("a", Noon));
        figures.Add(Failure("a", Noon));

        Assert.Equal(3, figures.At(Noon)[0].ErrorsInARow);
        Assert.Equal(0, figures.At(Noon + CandidateHealth.CoolDown)[0].ErrorsInARow);
        figures.Add(Success("a", Noon));
        Assert.Equal(0, figures.At(Noon)[0].ErrorsInARow);
    }

    [Fact]
    public void An_attempt_that_the_client_left_is_neither_success_nor_error()
    {
        var figures = new RollingFigures();
        figures.Add(Failure("a", Noon));
        figures.Add(new AttemptSample("a", Noon, false, false, 1, null, 0, 0, 0));

        var at = Assert.Single(figures.At(Noon));
        Assert.Equal((2, 1, 1), (at.Requests, at.Errors, at.ErrorsInARow));
    }

    [Fact]
    public void Samples_in_any_order_give_the_same_figures()
    {
        AttemptSample[] samples =
            [.. Enumerable.Range(0, 200).Select(i => Success($"c{i % 3}", Noon.AddSeconds(i), latencyMs: i, cost: i))];
        var forwards = new RollingFigures();
        var backwards = new RollingFigures();
        foreach (var sample in samples)
        {
            forwards.Add(sample);
        }

        foreach (var sample in samples.Reverse())
        {
            backwards.Add(sample);
        }

        Assert.Equal(forwards.At(Noon.AddSeconds(200)), backwards.At(Noon.AddSeconds(200)));
    }

    [Fact]
    public void Names_that_clients_make_up_do_not_grow_the_figures()
    {
        var figures = new RollingFigures();
        for (var i = 0; i < 10_000; i++)
        {
            figures.Add(Success($"made-up-{i}", Noon));
        }

        var at = figures.At(Noon);
        Assert.Equal(RollingFigures.MaxCandidates, at.Count);
        Assert.Equal(10_000, at.Sum(candidate => candidate.Requests));
        Assert.Contains(at, candidate => candidate.Candidate == RollingFigures.OtherCandidates);
    }

    [Fact]
    public void Stored_figures_come_back_as_they_were_and_go_on()
    {
        var figures = new RollingFigures();
        for (var i = 0; i < 100; i++)
        {
            figures.Add(i % 7 == 0 ? Failure("a", Noon.AddSeconds(i)) : Success("b", Noon.AddSeconds(i), latencyMs: i, confidence: -i));
        }

        var read = RollingFiguresFormat.Read(RollingFiguresFormat.Write(figures));
        figures.Add(Success("a", Noon.AddSeconds(101)));
        read.Add(Success("a", Noon.AddSeconds(101)));

        Assert.Equal(figures.At(Noon.AddSeconds(102)), read.At(Noon.AddSeconds(102)));
    }

    [Fact]
    public void What_version_1_wrote_is_still_read()
    {
        var slot = Noon.UtcTicks / TimeSpan.FromSeconds(30).Ticks;
        var stored = $$"""
            {"version":1,"candidates":[{"name":"tiny","errorsInARow":2,"lastErrorAt":"2026-01-01T12:00:00+00:00","lastSlot":{{slot}},
            "slots":[{"number":{{slot}},"requests":5,"errors":2,"confidences":3,"confidenceSum":-6,"costMicroUsd":40,"promptTokens":10,
            "completionTokens":20,"bins":[[72,3]]}]}]}
            """;

        var at = Assert.Single(RollingFiguresFormat.Read(Encoding.UTF8.GetBytes(stored)).At(Noon.AddSeconds(1)));

        Assert.Equal(("tiny", 5, 2, 2), (at.Candidate, at.Requests, at.Errors, at.ErrorsInARow));
        Assert.Equal((-2.0, 40, 10, 20), (at.MeanConfidence, at.CostMicroUsd, at.PromptTokens, at.CompletionTokens));
        Assert.InRange(at.LatencyP95Ms, 9.5, 10.5);
    }

    [Theory]
    [InlineData("{\"version\":2,\"candidates\":[]}")]
    [InlineData("not json")]
    [InlineData("")]
    public void What_cannot_be_read_is_said_so(string stored) =>
        Assert.Throws<InvalidDataException>(() => RollingFiguresFormat.Read(Encoding.UTF8.GetBytes(stored)));

    private static AttemptSample Success(string candidate, DateTimeOffset at, double latencyMs = 1, double? confidence = null, long cost = 0) =>
        new(candidate, at, true, false, latencyMs, confidence, cost, 1, 1);

    private static AttemptSample Failure(string candidate, DateTimeOffset at) => new(candidate, at, false, true, 1, null, 0, 0, 0);
}

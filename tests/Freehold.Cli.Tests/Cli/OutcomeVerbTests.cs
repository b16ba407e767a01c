using System.Text.Json;
using Freehold.Cli.Tests.Support;

namespace Freehold.Cli.Tests.Cli;

public sealed class OutcomeVerbTests
{
    [Fact]
    public async Task List_passes_its_filter_on_and_shows_decision_tokens_cost_and_time()
    {
        var gateway = FakeGateway.Answering(Samples.Outcomes(false, 7));

        var run = await CliRun.WithAsync(gateway, "outcomes", "list", "--limit", "5", "--before", "9", "--tenant", "acme");

        Assert.Equal("/v1/outcomes?limit=5&before=9&tenant=acme", gateway.Seen[0].PathAndQuery);
        foreach (var cell in (string[])["auto: local first", "stories", "$1.50", "12.2 ms", "chatcmpl-7", "completed"])
            Assert.Contains(cell, run.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tail_shows_the_oldest_first_as_json_lines()
    {
        var gateway = FakeGateway.Answering(Samples.Outcomes(true, 3, 2, 1));

        var run = await CliRun.WithAsync(gateway, "outcomes", "tail", "--lines", "3", "--json");

        Assert.Equal([1L, 2L, 3L], SequencesOf(run));
    }

    [Fact]
    public async Task Following_goes_on_after_the_last_one_without_gaps_and_ends_with_0_at_Ctrl_C()
    {
        using var interrupt = new CancellationTokenSource();
        var gateway = new FakeGateway(seen => seen.PathAndQuery switch
        {
            "/v1/outcomes?limit=10" => FakeGateway.Json(Samples.Outcomes(false, 2, 1)),
            "/v1/outcomes?limit=200&after=2" => FakeGateway.Json(Samples.Outcomes(true, 3, 4)),
            "/v1/outcomes?limit=200&after=4" => FakeGateway.Json(Samples.Outcomes(false, 5)),
            _ => throw new InvalidOperationException(seen.PathAndQuery),
        });

        // Ctrl-C comes as soon as it waits for more.
        var setting = new CliSetting { Time = new InterruptingTime(interrupt) };
        var run = await CliRun.WithAsync(gateway.Connect, setting, interrupt.Token, "outcomes", "tail", "--follow", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal([1L, 2L, 3L, 4L, 5L], SequencesOf(run));
    }

    private static IEnumerable<long> SequencesOf(CliRun run) =>
        run.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("sequence").GetInt64());

    private sealed class InterruptingTime(CancellationTokenSource interrupt) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            interrupt.Cancel();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}

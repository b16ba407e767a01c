using System.Net;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Tenancy;
using Freehold.Grains.Distillation;
using Freehold.Grains.Distillation.Checks;
using Freehold.Grains.Tests.Distillation.Support;
using Freehold.Testing;

namespace Freehold.Grains.Tests.Distillation;

public class CheckTests
{
    [Fact]
    public async Task A_student_whose_answers_pass_goes_on_and_the_share_is_measured()
    {
        using var checks = new ScriptedChecks(request => ScriptedChecks.Verdicts(request, each => each.Answer == each.Reference ? 1 : 0));
        await using var house = await StartAsync(checks, "{name: tone, min_pass: 0.8}");

        var shadow = await house.SettleAsync();

        Assert.True(shadow.Phase == DistillationPhase.Shadow, shadow.Reason);
        var measure = shadow.Cycle!.Measures[^1];
        Assert.Equal(("check.tone", "student"), (measure.Name, measure.Of));
        Assert.InRange(measure.Value, measure.Lower, measure.Upper);
        Assert.Contains("served answers pass the check 'tone'", await house.Grain.ReadReportAsync(shadow.Cycle.GateReport!, default), StringComparison.Ordinal);
        var asked = checks.Seen;
        Assert.Equal(shadow.Cycle.Dataset!.EvalCount, asked.Sum(each => each.Body.Cases.Count));
        Assert.All(asked, each =>
        {
            Assert.Equal(("acme/triage", shadow.Cycle.Version), (each.Body.Workload, each.Body.Student));
            Assert.Equal(("http://checks.test/tone", "Bearer secret"), (each.Message.RequestUri!.AbsoluteUri, each.Message.Headers.Authorization!.ToString()));
            Assert.Matches("^[0-9a-f]{64}$", Assert.Single(each.Message.Headers.GetValues("Idempotency-Key")));
            Assert.InRange(each.Body.Cases.Count, 1, CheckRun.MaxBatchCases);
            Assert.StartsWith(each.Body.Cases[0].Reference, each.Body.Cases[0].Prompt, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_student_whose_answers_do_not_pass_is_stopped()
    {
        using var checks = new ScriptedChecks(request => ScriptedChecks.Verdicts(request, each => each.Answer == "parcel" ? 0 : 1));
        await using var house = await StartAsync(checks, "{name: tone}");

        var stopped = await house.SettleAsync();

        Assert.Equal(DistillationPhase.Stopped, stopped.Phase);
        Assert.Matches(@"^stopped at the gate: fail: \d\d\.\d % of \d+ served answers pass the check 'tone', at least .*; 95\.0 % are due", stopped.Reason);
        Assert.Null(await house.PublishedAsync());
    }

    [Fact]
    public async Task A_check_that_cannot_be_asked_is_asked_again_and_lets_nobody_through()
    {
        using var checks = new ScriptedChecks(_ => ScriptedChecks.Text("{}", HttpStatusCode.ServiceUnavailable));
        await using var house = await StartAsync(checks, "{name: tone}");

        var stopped = await SettleInTimeAsync(house);

        Assert.Equal(DistillationPhase.Stopped, stopped.Phase);
        Assert.Equal("the check 'tone' cannot be asked: HTTP 503; it was tried 8 times", stopped.Reason);
        Assert.Equal(DistillationGrain.MaxErrandFailures, checks.Seen.Length);
        Assert.Single(checks.Seen.Select(each => Assert.Single(each.Message.Headers.GetValues("Idempotency-Key"))).Distinct());
    }

    [Fact]
    public async Task One_that_comes_back_is_believed()
    {
        var calls = 0;
        using var checks = new ScriptedChecks(request => Interlocked.Increment(ref calls) <= 2
            ? ScriptedChecks.Text("{}", HttpStatusCode.BadGateway)
            : ScriptedChecks.Verdicts(request, _ => 1));
        await using var house = await StartAsync(checks, "{name: tone}");

        Assert.Equal(DistillationPhase.Shadow, (await SettleInTimeAsync(house)).Phase);
    }

    [Fact]
    public async Task A_check_that_nobody_configured_lets_nobody_through()
    {
        using var checks = new ScriptedChecks(request => ScriptedChecks.Verdicts(request, _ => 1));
        await using var house = await StartAsync(checks, "{name: another}");

        Assert.StartsWith("no check 'another' is configured on this silo", (await SettleInTimeAsync(house)).Reason, StringComparison.Ordinal);
        Assert.Empty(checks.Seen);
    }

    [Fact]
    public async Task What_the_policy_keeps_from_the_checks_zone_is_not_sent_there()
    {
        using var checks = new ScriptedChecks(request => ScriptedChecks.Verdicts(request, _ => 1));
        await using var house = await StartAsync(
            checks, "{name: tone}", DistillHouse.Policy.Replace("internal: [any]", "internal: [device]", StringComparison.Ordinal));

        var stopped = await house.SettleAsync();

        Assert.Equal(DistillationPhase.Stopped, stopped.Phase);
        Assert.Contains("fail: the check 'tone' was asked about no served answer", stopped.Reason, StringComparison.Ordinal);
        Assert.Empty(checks.Seen);
    }

    [Theory]
    [InlineData("""{"verdicts":[{"id":"a","pass":true},{"id":"b","score":0.25}]}""", null)]
    [InlineData("""{"verdicts":[{"id":"a","pass":true}]}""", "it has 1 verdicts for 2 cases")]
    [InlineData("""{"verdicts":[{"id":"a","pass":true},{"id":"a","pass":true}]}""", "a verdict needs")]
    [InlineData("""{"verdicts":[{"id":"a","pass":true},{"id":"c","pass":true}]}""", "a verdict needs")]
    [InlineData("""{"verdicts":[{"id":"a"},{"id":"b","pass":true}]}""", "a verdict needs")]
    [InlineData("""{"verdicts":[{"id":"a","score":1.5},{"id":"b","pass":true}]}""", "a verdict needs")]
    [InlineData("""{"verdicts":[null,{"id":"b","pass":true}]}""", "a verdict needs")]
    [InlineData("""{"verdicts":null}""", "it has 0 verdicts for 2 cases")]
    [InlineData("""{"id":"a"}""", "its answer is not")]
    [InlineData("[1]", "its answer is not")]
    [InlineData("null", "it has 0 verdicts for 2 cases")]
    [InlineData("", "its answer is not")]
    public void An_answer_that_is_not_whole_is_none(string body, string? fault)
    {
        var (scores, said) = CheckAnswer.Read(System.Text.Encoding.UTF8.GetBytes(body), ["a", "b"]);

        if (fault is null)
        {
            Assert.Equal((1.0, 0.25), (scores!["a"], scores["b"]));
        }
        else
        {
            Assert.Null(scores);
            Assert.StartsWith(fault, said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var checks = new ScriptedChecks(_ => new HttpResponseMessage(HttpStatusCode.TemporaryRedirect)
        {
            Headers = { Location = new Uri("http://169.254.169.254/") },
        });

        Assert.Equal("HTTP 307, and redirects are not followed", await FaultAsync(checks, new ManualTimeProvider()));
        Assert.Single(checks.Seen);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        using var checks = new ScriptedChecks(_ => ScriptedChecks.Text(new string(' ', 10_000)));

        Assert.Equal("its answer is longer than 4096 bytes", await FaultAsync(checks, new ManualTimeProvider()));
    }

    [Fact]
    public async Task A_silent_check_is_not_waited_for_beyond_its_limit()
    {
        var time = new ManualTimeProvider();
        using var checks = new SilentCheck();
        var fault = FaultAsync(checks, time);

        await checks.Asked.WaitAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("it did not answer within 30 s", await fault);
    }

    [Theory]
    [InlineData("ftp://checks.test/", "any", 1)]
    [InlineData("https://user:pass@checks.test/", "any", 1)]
    [InlineData("/relative", "somewhere", 2)]
    [InlineData("https://checks.test/tone?v=1", "region:eu", 0)]
    public void Options_are_looked_at_at_start(string url, string zone, int faults) =>
        Assert.Equal(faults, CheckOptionsValidator.Validate("tone", new CheckOptions { Url = url, Zone = zone }).Count());

    private static async Task<string?> FaultAsync(HttpMessageHandler server, TimeProvider time)
    {
        using var http = new HttpMessageInvoker(server, disposeHandler: false);
        var check = new CheckEndpoint("tone", new CheckOptions { Url = "http://checks.test/", MaxAnswerBytes = 4_096 }, http);
        var body = """{"workload":"a/b","student":"v1","cases":[]}"""u8.ToArray();
        return (await CheckCall.PostAsync(check, body, ["a"], time, default)).Fault;
    }

    private static Task<DistillHouse> StartAsync(ScriptedChecks checks, string rule, string policy = DistillHouse.Policy)
    {
        TenantScope.EnterSystem(); // Not in an async method: what one enters is left at its end.
        return TaughtAsync(DistillHouse.StartAsync($"{policy}\n      checks: [{rule}]", checks));
    }

    private static async Task<DistillHouse> TaughtAsync(Task<DistillHouse> starting)
    {
        var house = await starting;
        await house.TeachAsync(0, 600);
        return house;
    }

    /// <summary>Lets the waits pass.</summary>
    private static async Task<DistillationStatus> SettleInTimeAsync(DistillHouse house)
    {
        for (var told = ""; ;)
        {
            var ended = house.Faults.NextWakeAsync();
            var status = await house.CatchUpAsync();
            if (status.Phase is not (DistillationPhase.Training or DistillationPhase.Evaluating))
            {
                return status;
            }

            if (status.Note.Contains("times tried", StringComparison.Ordinal) && status.Note != told)
            {
                told = status.Note;
                house.House.Cluster.Time.Advance(TimeSpan.FromHours(1));
            }
            else
            {
                await ended.WaitAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    private sealed class SilentCheck : HttpMessageHandler
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return new HttpResponseMessage();
        }
    }
}

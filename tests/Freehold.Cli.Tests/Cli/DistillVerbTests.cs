using Freehold.Cli.Tests.Support;

namespace Freehold.Cli.Tests.Cli;

public sealed class DistillVerbTests
{
    private const string Path = "/admin/tenants/acme/workloads/triage/distillation";

    [Fact]
    public async Task Status_lists_every_workload_with_its_phase_and_its_student()
    {
        var gateway = FakeGateway.Answering($$"""{"data":[{{View("canary")}}]}""");

        var run = await CliRun.WithAsync(gateway, "distill", "status", "-t", "acme");

        Assert.Equal("/admin/tenants/acme/distillation", gateway.Seen[0].PathAndQuery);
        foreach (var cell in (string[])["triage", "canary", "v1-abc", "25.0", "12/500", "agreement 0.98"])
            Assert.Contains(cell, run.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("specialist", "examples")]
    [InlineData("adapter", "tokens")]
    public async Task Watching_follows_a_training_to_its_end(string kind, string unit)
    {
        var looks = 0;
        var gateway = new FakeGateway(_ => FakeGateway.Json(View(looks++ < 2 ? "training" : "shadow", Progress, kind)));

        // Each look is at a time of its own: the clock jumps on wherever somebody waits.
        var setting = new CliSetting { Time = new JumpingTime() };
        var run = await CliRun.WithAsync(gateway.Connect, setting, CancellationToken.None, "distill", "status", "triage", "-t", "acme", "--watch");

        Assert.Equal((0, 3), (run.ExitCode, looks));
        Assert.Equal(Path, gateway.Seen[0].PathAndQuery);
        Assert.Contains($"step 30 of 90, loss 0.25, 1200 {unit}/s, 4000 ms left", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("triage is shadow: agreement 0.98.", run.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_of_one_says_what_the_gate_measured()
    {
        var gateway = FakeGateway.Answering(View("canary"));

        var run = await CliRun.WithAsync(gateway, "distill", "status", "triage", "-t", "acme");

        foreach (var cell in (string[])["macro_f1", "student", "87.5", "81.0", "92.0", "100"])
            Assert.Contains(cell, run.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "POST")]
    [InlineData("promote", "POST")]
    [InlineData("rollback", "POST")]
    public async Task Commands_name_the_workload_and_the_version(string verb, string method)
    {
        var gateway = FakeGateway.Answering("""{"detail":"It is done."}""");

        string[] version = verb == "run" ? [] : ["v1-abc"];
        var run = await CliRun.WithAsync(gateway, ["distill", verb, "triage", .. version, "-t", "acme"]);

        Assert.Equal((method, $"{Path}/{verb}"), (gateway.Seen[0].Method, gateway.Seen[0].PathAndQuery));
        Assert.Equal(verb == "run" ? "" : """{"version":"v1-abc"}""", gateway.Seen[0].Body);
        Assert.Equal("It is done.", run.Lines[^1]);
    }

    [Fact]
    public async Task The_newest_report_is_written_as_it_is()
    {
        var gateway = new FakeGateway(seen => FakeGateway.Json(seen.PathAndQuery == Path
            ? View("stopped")
            : """{"digest":"fed","text":"The gate stops the student.\n- fail: too little\n"}"""));

        var run = await CliRun.WithAsync(gateway, "distill", "report", "triage", "-t", "acme");

        Assert.Equal($"{Path}/reports/fed", gateway.Seen[1].PathAndQuery);
        Assert.Equal(["The gate stops the student.", "- fail: too little"], run.Lines);
    }

    private const string Progress = """
        {"step":30,"steps":90,"loss":0.25,"tokens_per_second":1200,"remaining_ms":4000}
        """;

    private static string View(string phase, string? progress = null, string kind = "specialist") => $$$"""
        {"workload":"triage","phase":"{{{phase}}}","reason":"agreement 0.98","note":"","sequence":9,"new_examples":12,"examples_needed":500,
         "profile":{"requests":100,"teacher_answers":40,"student_answers":60,"teacher_share":0.4,"teacher_cost_micro_usd":5000,"feedback":0,"classes":{}},
         {{{(progress is null ? "" : $"\"progress\":{progress},")}}}
         "cycle":{"number":1,"phase":"{{{phase}}}","kind":"{{{kind}}}","trigger":"500 golden examples","reason":"agreement 0.98","started_at":"2026-01-01T00:00:00Z","cut_sequence":5,
          "examples":[300,100,100],"version":"v1-abc","digest":"abc","data_report":"dad","gate_report":"fed","share":0.25,"observed_requests":3,"needed_requests":100,
          "measures":[{"of":"student","name":"macro_f1","value":0.875,"lower":0.81,"upper":0.92,"count":100}]},
         "history":[]}
        """;

    private sealed class JumpingTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}

using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Client;
using Freehold.Wire.Outcomes;

namespace Freehold.Cli.Verbs;

/// <summary><c>outcomes list|tail|forget</c>.</summary>
internal static class OutcomeVerbs
{
    private const int MaxLines = 1_000;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private static readonly Column[] Columns =
    [
        Column.Number("Seq"), "At", "Status", "Model", "Decision", "Label",
        Column.Number("In"), Column.Number("Out"), Column.Number("Cost"), Column.Number("Time"), "Id",
    ];

    public static Command Create(CliApp app) => new("outcomes", "Read the log of what became of requests") { List(app), Tail(app), OutcomeForgetVerb.Create(app) };

    private static Option<string?> OtherTenant() => new("--tenant", "-t")
    {
        Description = "Another tenant's log (admin); without it, the key's own",
        HelpName = "TENANT",
    };

    private static Command List(CliApp app)
    {
        var limit = new Option<int?>("--limit") { Description = "How many, 1 to 1000 [default: 50]", HelpName = "N" };
        var before = new Option<long?>("--before") { Description = "Only those before this sequence, newest first", HelpName = "SEQ" };
        var after = new Option<long?>("--after") { Description = "Only those after this sequence, oldest first", HelpName = "SEQ" };
        var id = new Option<string?>("--id") { Description = "Only the one of this response", HelpName = "RESPONSE_ID" };
        var tenant = OtherTenant();
        var command = new Command("list", "List outcomes, newest first") { limit, before, after, id, tenant };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var filter = new OutcomeFilter
            {
                Limit = run.Get(limit),
                Before = run.Get(before),
                After = run.Get(after),
                Id = run.Get(id),
                Tenant = run.Get(tenant),
            };
            var list = await run.Client().ListOutcomesAsync(filter, cancellationToken);
            if (run.Output.IsJson) run.Output.Json(list, CliJson.Admin.OutcomeList);
            else run.Output.Table(Columns, list.Data.Select(RowOf));
        });
    }

    private static Command Tail(CliApp app)
    {
        var lines = new Option<int>("--lines", "-n")
        {
            Description = "How many of the latest",
            HelpName = "N",
            DefaultValueFactory = _ => 10,
        };
        var follow = new Option<bool>("--follow", "-f") { Description = "Then go on with new ones as they come; Ctrl-C ends it" };
        var tenant = OtherTenant();
        lines.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MaxLines) result.AddError($"--lines must be from 1 to {MaxLines}.");
        });
        var command = new Command("tail", "Show the latest outcomes, oldest first") { lines, follow, tenant };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var filter = new OutcomeFilter { Limit = run.Get(lines), Tenant = run.Get(tenant) };
            var latest = await run.Client().ListOutcomesAsync(filter, cancellationToken);
            foreach (var outcome in latest.Data.Reverse()) Write(run.Output, outcome);
            var known = latest.Data is [var last, ..] ? last.Sequence : 0;
            if (run.Get(follow)) await FollowAsync(run, known, run.Get(tenant), cancellationToken);
        });
    }

    private static async Task FollowAsync(Invocation run, long after, string? tenant, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var outcome in run.Client().FollowOutcomesAsync(after, PollInterval, tenant, run.Host.Time, cancellationToken))
                Write(run.Output, outcome);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how following ends.
        }
    }

    private static void Write(CliOutput output, OutcomeView outcome)
    {
        if (output.IsJson)
        {
            output.Json(outcome, CliJson.Admin.OutcomeView);
            return;
        }

        var row = RowOf(outcome);
        output.Line($"{row[1]}  {row[2],-9}  {row[3],-16}  {row[6],6} in {row[7],6} out  {row[8],9}  {row[9],10}  {row[4]}  {row[10]}");
    }

    private static string[] RowOf(OutcomeView outcome) =>
    [
        Show.Count(outcome.Sequence),
        Show.Time(outcome.At),
        outcome.Status,
        outcome.Model ?? $"({outcome.RequestedModel})",
        outcome.Error ?? outcome.Decision,
        outcome.Label,
        Show.Count(outcome.PromptTokens),
        Show.Count(outcome.CompletionTokens),
        Show.Usd(outcome.CostMicroUsd),
        Show.Milliseconds(outcome.TotalMs),
        outcome.Id,
    ];
}

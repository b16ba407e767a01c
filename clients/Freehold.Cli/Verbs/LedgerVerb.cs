using System.CommandLine;
using System.Globalization;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Client;
using Freehold.Wire.Ledger;

namespace Freehold.Cli.Verbs;

/// <summary><c>ledger</c>.</summary>
internal static class LedgerVerb
{
    public static Command Create(CliApp app)
    {
        var by = new Option<string>("--by") { Description = "What a row stands for", DefaultValueFactory = _ => "model" };
        by.AcceptOnlyFromAmong("model", "day", "month");
        var from = Time("--from", "Only requests from this day or time on (UTC), such as 2026-01-31");
        var to = Time("--to", "Only requests before this day or time (UTC)");
        var tenant = new Option<string?>("--tenant", "-t")
        {
            Description = "Another tenant's ledger (admin); without it, the key's own",
            HelpName = "TENANT",
        };
        var command = new Command("ledger", "Show what requests cost, in tokens and money") { by, from, to, tenant };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var filter = new LedgerFilter { By = run.Get(by), From = Parse(run, from), To = Parse(run, to), Tenant = run.Get(tenant) };
            var ledger = await run.Client().GetLedgerAsync(filter, cancellationToken);
            if (run.Output.IsJson) run.Output.Json(ledger, CliJson.Admin.LedgerView);
            else Write(run.Output, ledger);
        });
    }

    private static Option<string?> Time(string name, string description) => new(name) { Description = description, HelpName = "TIME" };

    private static DateTimeOffset? Parse(Invocation run, Option<string?> option)
    {
        if (run.Get(option) is not { } text) return null;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time)
            ? time
            : throw new UsageException($"{option.Name} '{text}' is no time: use the form 2026-01-31 or 2026-01-31T12:00:00Z.");
    }

    private static void Write(CliOutput output, LedgerView ledger)
    {
        var name = ledger.By switch { "day" => "Day", "month" => "Month", _ => "Model" };
        Column[] columns =
            [name, Column.Number("Attempts"), Column.Number("Tokens in"), Column.Number("Tokens out"), Column.Number("Cost")];
        output.Table(columns, [.. ledger.Rows.Select(row => RowOf(row.Name, row)), RowOf("total", ledger.Total)]);
        if (ledger.HasMore) output.Note("There are more rows; a shorter range shows them. The total is of all.");
    }

    private static string[] RowOf(string name, LedgerSumsView sums) =>
        [name, Show.Count(sums.Attempts), Show.Count(sums.PromptTokens), Show.Count(sums.CompletionTokens), Show.Usd(sums.CostMicroUsd)];
}

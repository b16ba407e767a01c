using System.CommandLine;
using System.Globalization;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Client;
using Freehold.Wire.Routing;

namespace Freehold.Cli.Verbs;

/// <summary><c>route explain PROMPT</c>.</summary>
internal static class RouteExplainVerb
{
    private static readonly Column[] Columns =
    [
        "Candidate", "Zone", "Allowed", Column.Number("Quality"), Column.Number("Cost"), Column.Number("Latency"), Column.Number("Propensity"),
        Column.Number("Keep at"), "Reason",
    ];

    public static Command Create(CliApp app)
    {
        var prompt = new Argument<string>("PROMPT") { Description = "The prompt; '-' for stdin" };
        var workload = new Option<string?>("--workload") { Description = "The kind of task", HelpName = "NAME" };
        var label = new Option<string?>("--label") { Description = "The least label it runs under", HelpName = "LABEL" };
        var model = new Option<string?>("--model", "-m") { Description = "The model that would be named; auto where absent", HelpName = "MODEL" };
        var command = new Command("explain", "Show who would answer a prompt, and why; nobody is asked") { prompt, workload, label, model };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var text = run.Get(prompt);
            var explanation = await run.Client().ExplainRouteAsync(
                new ExplainRequest(text == "-" ? await run.Host.In.ReadToEndAsync(cancellationToken) : text, run.Get(model)),
                new CallOptions { Label = run.Get(label), Workload = run.Get(workload) },
                cancellationToken);
            if (run.Output.IsJson) run.Output.Json(explanation, CliJson.Admin.RouteExplanation);
            else Write(run.Output, explanation);
        });
    }

    private static void Write(CliOutput output, RouteExplanation explanation)
    {
        var kinds = explanation.SensitiveKinds.Count > 0 ? $" ({string.Join(", ", explanation.SensitiveKinds)})" : "";
        output.Line($"Decision  {explanation.Decision}");
        output.Line($"Label     {explanation.Label}{kinds}{(explanation.LabelFailure is { } failure ? $", because {failure}" : "")}; redaction: {explanation.Redaction}");
        output.Line($"Workload  {explanation.Workload ?? "unknown"}, confidence {Show.Number(explanation.WorkloadConfidence)}");
        output.Line($"Rule      {(explanation.Rule is { } rule ? $"{rule}, rules {Show.Digest(explanation.RuleVersion)}" : "none answers")}");
        output.Line($"By        policy {Show.Count(explanation.PolicyVersion)}, weights {Show.Digest(explanation.WeightsVersion)}, about {Show.Count(explanation.PromptTokens)} tokens");
        output.Table(Columns, explanation.Candidates.Select(RowOf));
    }

    private static string[] RowOf(ExplainedCandidate candidate) =>
    [
        candidate.Id,
        Show.Text(candidate.Zone),
        Show.YesNo(candidate.Allowed),
        candidate.ExpectedQuality is null ? "-" : $"{Show.Number(candidate.ExpectedQuality)} \u00B1 {Show.Number(candidate.QualityDeviation)}",
        candidate.ExpectedCostMicroUsd is { } cost ? Show.Usd(cost) : "-",
        candidate.ExpectedLatencyMs is { } latency ? Show.Milliseconds(latency) : "-",
        candidate.Propensity.ToString("0.####", CultureInfo.InvariantCulture),
        Show.Number(candidate.KeepAtProbability),
        candidate.Reason,
    ];
}

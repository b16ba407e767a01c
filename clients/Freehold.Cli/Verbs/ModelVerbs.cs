using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Wire.Admin;

namespace Freehold.Cli.Verbs;

/// <summary><c>models</c>: what there is, how it comes in, and who may say that it is good.</summary>
internal static class ModelVerbs
{
    private static readonly Column[] Columns = ["Model", "Owned by"];

    private static readonly Column[] DetailColumns =
    [
        "Model", "Kind", "Zone", "Digest", Column.Number("Context"), Column.Number("$/M in"), Column.Number("$/M out"), "Auto",
        Column.Number("Requests"), Column.Number("Errors"), Column.Number("p95"), Column.Number("Confidence"),
        Column.Number("Cost"), "State",
    ];

    public static Command Create(CliApp app)
    {
        var command = new Command("models", "List, import, sign, vet and approve models")
        {
            List(app), ModelImportVerb.Create(app), ModelSignVerb.Create(app), ModelVerifyVerb.Create(app), ModelVetVerb.Create(app), ModelRegisterVerb.Create(app),
        };
        foreach (var verb in VersionVerbs.Create(app)) command.Add(verb);
        return command;
    }

    private static Command List(CliApp app)
    {
        var details = new Option<bool>("--details") { Description = "With zones, prices, weights and rolling figures (admin)" };
        return app.Handle(new Command("list", "List the models that the key may use") { details }, async (run, cancellationToken) =>
        {
            if (run.Get(details)) await DetailsAsync(run, cancellationToken);
            else await NamesAsync(run, cancellationToken);
        });
    }

    private static async Task NamesAsync(Invocation run, CancellationToken cancellationToken)
    {
        var list = await run.Client().ListModelsAsync(cancellationToken);
        if (run.Output.IsJson) run.Output.Json(list, CliJson.Wire.ModelList);
        else if (list.Data.Count == 0) NoteNothing(run.Output);
        else run.Output.Table(Columns, list.Data.Select(model => new[] { model.Id, model.OwnedBy }));
    }

    private static async Task DetailsAsync(Invocation run, CancellationToken cancellationToken)
    {
        var catalog = await run.AdminClient().Admin.GetCatalogAsync(cancellationToken);
        if (run.Output.IsJson) run.Output.Json(catalog, CliJson.Admin.CatalogView);
        else if (catalog.Candidates.Count == 0) NoteNothing(run.Output);
        else run.Output.Table(DetailColumns, catalog.Candidates.Select(RowOf));
    }

    private static void NoteNothing(CliOutput output) =>
        output.Note("No models. Start the silo with --model NAME=PATH for a local one, or --provider NAME=BASE_URL for an upstream.");

    private static string[] RowOf(CandidateInfo candidate)
    {
        var figures = candidate.Figures;
        return
        [
            candidate.Id,
            candidate.Kind,
            candidate.Zone,
            Show.Digest(candidate.Digest),
            candidate.ContextLength == 0 ? "-" : Show.Count(candidate.ContextLength),
            Show.Usd(candidate.PromptMicroUsdPerMillion),
            Show.Usd(candidate.CompletionMicroUsdPerMillion),
            Show.YesNo(candidate.Automatic),
            Show.Count(figures?.Requests ?? 0),
            Show.Count(figures?.Errors ?? 0),
            figures is { Requests: > 0 } ? Show.Milliseconds(figures.LatencyP95Ms) : "-",
            Show.Number(figures?.MeanConfidence),
            Show.Usd(figures?.CostMicroUsd ?? 0),
            candidate.Unavailable ?? "ready",
        ];
    }
}

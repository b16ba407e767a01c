using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;

namespace Freehold.WebConsole.Dashboard;

/// <summary>Reads the dashboard from the grains. An admin may look at any tenant, everybody else at their own.</summary>
internal sealed class DashboardReader(IGrainFactory grains, TimeProvider time)
{
    private const int RequestCount = 50;

    /// <param name="visitor">Who looks.</param>
    /// <param name="wantedTenant">The tenant asked for; the visitor's own where it is absent, unknown or not theirs to see.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    public async Task<DashboardView> ReadAsync(Principal visitor, string? wantedTenant, CancellationToken cancellationToken)
    {
        var isAdmin = visitor.Roles.HasFlag(KeyRoles.Admin);
        string[] tenants = isAdmin
            ? await grains.GetGrain<ITenantDirectoryGrain>(ITenantDirectoryGrain.Key).ListAsync(cancellationToken)
            : [];
        var tenant = TenantId.Parse(tenants.Contains(wantedTenant) ? wantedTenant! : visitor.Tenant);

        TenantScope.Enter(tenant);
        var catalogTask = grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).GetNewerAsync(-1, cancellationToken);
        var figuresTask = grains.GetGrain<IFiguresGrain>(tenant.Value).GetAsync(cancellationToken);
        var pageTask = grains.GetGrain<IOutcomeLogGrain>(OutcomeLogId.For(tenant).ToString())
            .QueryAsync(new OutcomeQuery { Limit = RequestCount }, cancellationToken);
        await Task.WhenAll(catalogTask, figuresTask, pageTask);

        var (catalog, figures) = (await catalogTask ?? CatalogSnapshot.Empty, await figuresTask);
        return new DashboardView
        {
            Tenant = tenant.Value,
            Tenants = tenants,
            KeyName = visitor.KeyName,
            At = time.GetUtcNow(),
            Models = [.. RowsOf(CandidateKind.LocalModel, catalog, figures, isAdmin)],
            Providers = [.. RowsOf(CandidateKind.Provider, catalog, figures, isAdmin), .. Unlisted(catalog, figures)],
            WindowSeconds = figures.WindowSeconds,
            Requests = (await pageTask).Outcomes,
        };
    }

    private static IEnumerable<CandidateRow> RowsOf(CandidateKind kind, CatalogSnapshot catalog, FiguresSnapshot figures, bool isAdmin) =>
        from candidate in catalog.Candidates
        where candidate.Kind == kind
        select new CandidateRow(
            candidate.Id, candidate, Array.Find(figures.Models, model => model.Model == candidate.Id), StateOf(candidate, isAdmin));

    /// <summary>Who was tried in the window and is not in the catalog by that name.</summary>
    private static IEnumerable<CandidateRow> Unlisted(CatalogSnapshot catalog, FiguresSnapshot figures) =>
        from model in figures.Models
        where !Array.Exists(catalog.Candidates, candidate => candidate.Id == model.Model)
        select new CandidateRow(model.Model, null, model, "by name");

    /// <summary>Why a model cannot be loaded may name files of the host, which are its operators' to see.</summary>
    private static string StateOf(Candidate candidate, bool isAdmin) => candidate switch
    {
        { Unavailable: { } reason } => isAdmin ? $"unavailable: {reason}" : "unavailable",
        { Automatic: false } or { OpenEnded: true, Model: "" } => "by name",
        _ => "ready",
    };
}

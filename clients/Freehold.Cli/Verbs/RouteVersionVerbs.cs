using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Wire.Admin;

namespace Freehold.Cli.Verbs;

/// <summary><c>route versions|rollback</c>: the learned weights.</summary>
internal static class RouteVersionVerbs
{
    private static readonly Column[] Columns = ["Version", Column.Number("No"), "Status", "Learned up to", "Why"];

    public static Command Versions(CliApp app)
    {
        var tenant = TenantVerbs.TenantOption();
        var command = new Command("versions", "List the versions of a tenant's learned weights, and why each is where it is (admin)") { tenant };
        return app.Handle(command, async (run, cancellationToken) =>
            Write(run, await run.AdminClient().Admin.ListRoutingVersionsAsync(run.Get(tenant)!, cancellationToken)));
    }

    public static Command RollBack(CliApp app)
    {
        var tenant = TenantVerbs.TenantOption();
        var version = new Argument<string>("VERSION") { Description = "The version in force, or the first digits of it" };
        var command = new Command("rollback", "Take back the weights in force; their predecessors decide again (admin)") { version, tenant };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var admin = run.AdminClient().Admin;
            var inForce = (await admin.ListRoutingVersionsAsync(run.Get(tenant)!, cancellationToken)).InForce;
            var given = run.Get(version);
            var taken = given.Length >= MinDigits && inForce?.StartsWith(given, StringComparison.Ordinal) == true ? inForce : given;
            Write(run, await admin.RollBackRoutingAsync(run.Get(tenant)!, taken, cancellationToken));
        });
    }

    /// <summary>So many digits name a version; with fewer, a slip of the hand may.</summary>
    private const int MinDigits = 6;

    private static void Write(Invocation run, RoutingVersionsView view)
    {
        if (run.Output.IsJson)
        {
            run.Output.Json(view, CliJson.Admin.RoutingVersionsView);
            return;
        }

        run.Output.Line(view.InForce is { } inForce
            ? $"Version {Show.Digest(inForce)} is in force."
            : "No learned weights are in force: candidates keep the order of the policy.");
        if (view.RegretPerDecision is { } regret)
        {
            run.Output.Line($"Against its predecessor it loses {regret:F4} a decision, over {Show.Count(view.ComparedDecisions)} live ones.");
        }

        run.Output.Table(Columns, view.Versions.Select(version => new[]
        {
            Show.Digest(version.Id), Show.Count(version.Number), version.Status, Show.Time(version.At), version.Reason,
        }));
        foreach (var drift in view.Drifts)
        {
            run.Output.Line($"{drift.Model} is {drift.Direction} since event {Show.Count(drift.Since)}"
                + (drift.Workload is null ? "." : $", on {drift.Workload}."));
        }
    }
}

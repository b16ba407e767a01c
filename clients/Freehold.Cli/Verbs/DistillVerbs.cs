using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Wire.Admin;

namespace Freehold.Cli.Verbs;

/// <summary><c>distill status|run|promote|rollback|report</c>: students on their way to replace their teachers.</summary>
internal static class DistillVerbs
{
    /// <summary>How often <c>--watch</c> looks.</summary>
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(2);

    public static Command Create(CliApp app) =>
        new("distill", "Train students from accepted answers, and bring them out or take them back (admin)")
        {
            Status(app), Run(app), Promote(app), RollBack(app), Report(app),
        };

    private static Command Status(CliApp app)
    {
        var tenant = TenantVerbs.TenantOption();
        var workload = new Argument<string?>("WORKLOAD") { Description = "Only this one", Arity = ArgumentArity.ZeroOrOne };
        var watch = WatchOption();
        var command = new Command("status", "Show where each workload is, and why") { workload, tenant, watch };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            if (run.Get(workload) is { } name)
            {
                await WriteAsync(run, run.Get(tenant)!, name, run.Get(watch), cancellationToken);
                return;
            }

            var list = await run.AdminClient().Admin.ListDistillationAsync(run.Get(tenant)!, cancellationToken);
            if (run.Output.IsJson) run.Output.Json(list, CliJson.Admin.DistillationList);
            else DistillPrinter.WriteList(run.Output, list);
        });
    }

    private static Command Run(CliApp app)
    {
        var (tenant, workload, watch) = (TenantVerbs.TenantOption(), WorkloadArgument(), WatchOption());
        var command = new Command("run", "Train a student now, with what has been recorded so far") { workload, tenant, watch };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var (of, name) = (run.Get(tenant)!, run.Get(workload));
            var done = await run.AdminClient().Admin.RunDistillationAsync(of, name, cancellationToken);
            if (run.Get(watch)) await WriteAsync(run, of, name, true, cancellationToken);
            else Write(run, done);
        });
    }

    private static Command Promote(CliApp app)
    {
        var (tenant, workload, version) = (TenantVerbs.TenantOption(), WorkloadArgument(), VersionArgument());
        var command = new Command("promote", "Let a student that is in shadow or canary lead now; it has passed its gate")
        {
            workload, version, tenant,
        };
        return app.Handle(command, async (run, cancellationToken) => Write(run, await run.AdminClient().Admin.PromoteStudentAsync(
            run.Get(tenant)!, run.Get(workload), run.Get(version), cancellationToken)));
    }

    private static Command RollBack(CliApp app)
    {
        var (tenant, workload, version) = (TenantVerbs.TenantOption(), WorkloadArgument(), VersionArgument());
        var command = new Command("rollback", "Take a student back; the one before it answers again, or none") { workload, version, tenant };
        return app.Handle(command, async (run, cancellationToken) => Write(run, await run.AdminClient().Admin.RollBackStudentAsync(
            run.Get(tenant)!, run.Get(workload), run.Get(version), cancellationToken)));
    }

    private static Command Report(CliApp app)
    {
        var (tenant, workload) = (TenantVerbs.TenantOption(), WorkloadArgument());
        var digest = new Argument<string?>("DIGEST")
        {
            Description = "A report that 'status' names [default: the newest]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("report", "Read what was kept of the data and why, or what the gate measured") { workload, digest, tenant };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var admin = run.AdminClient().Admin;
            var (of, name) = (run.Get(tenant)!, run.Get(workload));
            var wanted = run.Get(digest);
            if (wanted is null)
            {
                var cycle = (await admin.GetDistillationAsync(of, name, cancellationToken)).Cycle;
                wanted = cycle?.GateReport ?? cycle?.DataReport ?? throw new FindingException($"Workload '{name}' has no report yet.");
            }

            var report = await admin.GetDistillationReportAsync(of, name, wanted, cancellationToken);
            if (run.Output.IsJson) run.Output.Json(report, CliJson.Admin.DistillationReportView);
            else run.Output.Piece(report.Text);
        });
    }

    /// <summary>Writes how a workload stands; watching, again and again for as long as a training runs.</summary>
    private static async Task WriteAsync(Invocation run, string tenant, string workload, bool watch, CancellationToken cancellationToken)
    {
        var admin = run.AdminClient().Admin;
        var view = await admin.GetDistillationAsync(tenant, workload, cancellationToken);
        for (string? said = null; watch && view.Phase is "training" or "evaluating";)
        {
            if (DistillPrinter.ProgressOf(view) is var line && line != said) run.Output.Note(said = line);
            await Task.Delay(WatchPeriod, run.Host.Time, cancellationToken);
            view = await admin.GetDistillationAsync(tenant, workload, cancellationToken);
        }

        if (run.Output.IsJson) run.Output.Json(view, CliJson.Admin.DistillationView);
        else DistillPrinter.Write(run.Output, view);
    }

    private static void Write(Invocation run, DistillationCommandView done)
    {
        if (run.Output.IsJson) run.Output.Json(done, CliJson.Admin.DistillationCommandView);
        else run.Output.Line(done.Detail);
    }

    private static Argument<string> WorkloadArgument() => new("WORKLOAD") { Description = "A workload that the policy gives a student" };

    private static Argument<string> VersionArgument() => new("VERSION") { Description = "The student's version, as 'status' shows it" };

    private static Option<bool> WatchOption() => new("--watch") { Description = "Follow a training to its end" };
}

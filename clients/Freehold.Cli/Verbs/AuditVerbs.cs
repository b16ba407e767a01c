using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Client;
using Freehold.Wire.Audit;

namespace Freehold.Cli.Verbs;

/// <summary><c>audit list|verify</c>.</summary>
internal static class AuditVerbs
{
    private static readonly Column[] Columns = [Column.Number("Seq"), "At", "Actor", "Action", "Subject", "Detail", "Hash"];

    public static Command Create(CliApp app) =>
        new("audit", "Read and verify a tenant's chain of administrative actions (admin)") { List(app), Verify(app) };

    private static Command List(CliApp app)
    {
        var tenant = TenantVerbs.TenantOption();
        var limit = new Option<int?>("--limit") { Description = "How many, 1 to 1000 [default: 50]", HelpName = "N" };
        var before = new Option<long?>("--before") { Description = "Only those before this sequence, newest first", HelpName = "SEQ" };
        var after = new Option<long?>("--after") { Description = "Only those after this sequence, oldest first", HelpName = "SEQ" };
        var command = new Command("list", "List entries, newest first") { tenant, limit, before, after };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var filter = new AuditFilter { Limit = run.Get(limit), Before = run.Get(before), After = run.Get(after) };
            var list = await run.AdminClient().Admin.ListAuditAsync(run.Get(tenant)!, filter, cancellationToken);
            if (run.Output.IsJson) run.Output.Json(list, CliJson.Admin.AuditList);
            else run.Output.Table(Columns, list.Data.Select(RowOf));
        });
    }

    private static Command Verify(CliApp app)
    {
        var tenant = TenantVerbs.TenantOption();
        var head = new Option<string?>("--head")
        {
            Description = "The head that an earlier verification gave and that was kept elsewhere: shows also what was cut off or written anew",
            HelpName = "SEQ:HASH",
        };
        var command = new Command("verify", "Compute the chain again; exit code 1 where it is broken") { tenant, head };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var verification = await run.AdminClient().Admin.VerifyAuditAsync(run.Get(tenant)!, run.Get(head), cancellationToken);
            if (run.Output.IsJson) run.Output.Json(verification, CliJson.Admin.AuditVerificationView);
            if (!verification.Whole)
            {
                throw new FindingException(
                    $"The chain of tenant '{run.Get(tenant)}' is broken at entry {verification.BrokenSequence}: {verification.Reason}.");
            }

            if (run.Output.IsJson) return;
            run.Output.Line($"The chain of tenant '{run.Get(tenant)}' is whole: {Show.Count(verification.Entries)} entries.");
            if (verification.Head is { } last) run.Output.Line($"Head, to keep elsewhere and give to a later 'audit verify --head': {last}");
        });
    }

    private static string[] RowOf(AuditEntryView entry) =>
    [
        Show.Count(entry.Sequence), Show.Time(entry.At), entry.Actor, entry.Action, entry.Subject, entry.Detail, Show.Digest(entry.Hash),
    ];
}

using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Wire.Admin;

namespace Freehold.Cli.Verbs;

/// <summary><c>outcomes forget</c>: removes what was said, where it is kept to train with. The outcome itself stays.</summary>
internal static class OutcomeForgetVerb
{
    public static Command Create(CliApp app)
    {
        var id = new Argument<string?>("RESPONSE_ID")
        {
            Description = "The exchange; or name a --workload",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var workload = new Option<string?>("--workload", "-w") { Description = "Every exchange of this workload", HelpName = "NAME" };
        var tenant = TenantVerbs.TenantOption();
        var command = new Command("forget", "Remove what was said, where it is kept to train with (admin)") { id, workload, tenant };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            if (run.Get(id) is null == run.Get(workload) is null)
            {
                throw new UsageException("Name what is to be forgotten: a RESPONSE_ID, or a workload with --workload NAME; not both.");
            }

            var admin = run.AdminClient().Admin;
            var count = run.Get(id) is { } response
                ? await admin.ForgetTranscriptAsync(run.Get(tenant)!, response, cancellationToken)
                : await admin.ForgetTranscriptsAsync(run.Get(tenant)!, run.Get(workload)!, cancellationToken);
            if (run.Output.IsJson) run.Output.Json(new ForgottenView { Transcripts = count }, CliJson.Admin.ForgottenView);
            else run.Output.Line(count == 0 ? "Nothing of it was kept." : $"{Show.Count(count)} forgotten.");
        });
    }
}

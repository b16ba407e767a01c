using System.CommandLine;
using System.Text.Json;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Core.Policies;
using Freehold.Wire.Admin;

namespace Freehold.Cli.Verbs;

/// <summary><c>policy show|set|check</c>.</summary>
internal static class PolicyVerbs
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static Command Create(CliApp app) =>
        new("policy", "Show, set and check what a tenant allows") { ShowPolicy(app), Set(app), Check(app) };

    private static Command ShowPolicy(CliApp app)
    {
        var tenant = TenantVerbs.TenantOption();
        var effective = new Option<bool>("--effective") { Description = "Every value that holds, those that the document does not state included" };
        var command = new Command("show", "Show the policy in force, as 'policy set' reads it (admin)") { tenant, effective };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var policy = await run.AdminClient().Admin.GetPolicyAsync(run.Get(tenant)!, cancellationToken);
            if (run.Output.IsJson)
            {
                run.Output.Json(policy, CliJson.Admin.PolicyView);
                return;
            }

            run.Output.Note($"Version {Show.Count(policy.Version)} of the policy of tenant '{run.Get(tenant)}':");
            run.Output.Piece((run.Get(effective) ? Indent(policy.Effective) : policy.Document).TrimEnd('\n') + "\n");
        });
    }

    private static Command Set(CliApp app)
    {
        var tenant = TenantVerbs.TenantOption();
        var file = FileArgument();
        return app.Handle(new Command("set", "Put a policy in force (admin)") { file, tenant }, async (run, cancellationToken) =>
        {
            var text = await ReadAsync(run, run.Get(file), cancellationToken);
            var accepted = await run.AdminClient().Admin.SetPolicyAsync(run.Get(tenant)!, text, cancellationToken);
            if (run.Output.IsJson) run.Output.Json(accepted, CliJson.Admin.PolicyView);
            else run.Output.Line($"Version {Show.Count(accepted.Version)} of the policy of tenant '{run.Get(tenant)}' is in force.");
        });
    }

    private static Command Check(CliApp app)
    {
        var file = FileArgument();
        return app.Handle(new Command("check", "Find everything wrong with a policy, without a gateway") { file }, async (run, cancellationToken) =>
        {
            var name = run.Get(file);
            var isValid = RoutingPolicyDocument.TryParse(await ReadAsync(run, name, cancellationToken), out var policy, out var faults);
            if (run.Output.IsJson)
            {
                run.Output.Json(
                    new PolicyCheckReport([.. faults.Select(fault => new PolicyFaultView(fault.Line, fault.Column, fault.Path, fault.What, fault.Remedy))]),
                    CliJson.Own.PolicyCheckReport);
            }
            else
            {
                foreach (var fault in faults)
                    run.Output.Line($"{name}:{fault.Line}:{fault.Column}: {(fault.Path.Length > 0 ? fault.Path + ": " : "")}{fault.What}; {fault.Remedy}.");
            }

            if (!isValid) throw new FindingException($"{name} has {faults.Count} fault{(faults.Count == 1 ? "" : "s")}.");
            if (!run.Output.IsJson) run.Output.Line($"{name} is a valid policy: {policy!.Workloads.Count} workloads, {RulesOf(policy)} rules.");
        });
    }

    private static Argument<string> FileArgument() => new("FILE") { Description = "A policy in YAML or JSON; '-' for stdin" };

    private static int RulesOf(RoutingPolicyDocument policy) =>
        policy.Tenant.Rules.Count + policy.Workloads.Values.Where(workload => workload.Rules != policy.Tenant.Rules).Sum(workload => workload.Rules.Rules.Count);

    private static string Indent(JsonElement json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented)) json.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static async Task<string> ReadAsync(Invocation run, string file, CancellationToken cancellationToken)
    {
        try
        {
            return file == "-" ? await run.Host.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be read: {unreadable.Message}");
        }
    }
}

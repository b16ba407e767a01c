using System.CommandLine;
using System.Text.Json;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Wire.Admin;

namespace Freehold.Cli.Verbs;

/// <summary><c>policy show|set</c>.</summary>
internal static class PolicyVerbs
{
    private static readonly Column[] Columns = ["Label", "Zones"];

    public static Command Create(CliApp app) => new("policy", "Show and set what a tenant allows (admin)") { ShowPolicy(app), Set(app) };

    private static Command ShowPolicy(CliApp app)
    {
        var tenant = TenantVerbs.TenantOption();
        var command = new Command("show", "Show the policy in force; --json writes what 'policy set' reads") { tenant };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var policy = await run.AdminClient().Admin.GetPolicyAsync(run.Get(tenant)!, cancellationToken);
            if (run.Output.IsJson) run.Output.Json(policy, CliJson.Admin.PolicyView);
            else Write(run.Output, policy);
        });
    }

    private static Command Set(CliApp app)
    {
        var tenant = TenantVerbs.TenantOption();
        var file = new Argument<string>("FILE") { Description = "A policy as JSON, as 'policy show --json' writes it; '-' for stdin" };
        return app.Handle(new Command("set", "Put a policy in force") { file, tenant }, async (run, cancellationToken) =>
        {
            var policy = await ReadAsync(run, run.Get(file), cancellationToken);
            var accepted = await run.AdminClient().Admin.SetPolicyAsync(run.Get(tenant)!, policy, cancellationToken);
            if (run.Output.IsJson) run.Output.Json(accepted, CliJson.Admin.PolicyView);
            else run.Output.Line($"Version {Show.Count(accepted.Version)} of the policy of tenant '{run.Get(tenant)}' is in force.");
        });
    }

    private static void Write(CliOutput output, PolicyView policy)
    {
        output.Line($"Version {Show.Count(policy.Version)}. A request without a label is {policy.DefaultLabel}.");
        output.Line(policy.EscalateBelowConfidence is { } threshold
            ? $"auto: a local answer escalates to a provider below a confidence of {Show.Number(threshold)}."
            : "auto: a local answer is always kept.");
        output.Table(Columns, policy.Zones.Select(rule => new[] { rule.Key, Show.Text(string.Join(", ", rule.Value)) }));
    }

    private static async Task<PolicyView> ReadAsync(Invocation run, string file, CancellationToken cancellationToken)
    {
        try
        {
            var text = file == "-"
                ? await run.Host.In.ReadToEndAsync(cancellationToken)
                : await File.ReadAllTextAsync(file, cancellationToken);
            return JsonSerializer.Deserialize(text, CliJson.Admin.PolicyView)
                ?? throw new UsageException($"{file}: a policy is a JSON object, not null.");
        }
        catch (JsonException malformed)
        {
            throw new UsageException($"{file} is no policy: {malformed.Message} See 'freehold policy show --json' for the form.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be read: {unreadable.Message}");
        }
    }
}

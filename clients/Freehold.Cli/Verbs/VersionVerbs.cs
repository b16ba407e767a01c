using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Wire.Registry;

namespace Freehold.Cli.Verbs;

/// <summary><c>models versions|approve|freeze|use|rollback|drop|lineage</c>: the registry.</summary>
internal static class VersionVerbs
{
    /// <summary>So many digits name a version; with fewer, a slip of the hand may.</summary>
    private const int MinDigits = 6;

    private static readonly Column[] Columns =
        ["Digest", "Kind", "State", "Approvals", "Registered", "By", "Run", "Signed", "Vetted", "Location"];

    private static readonly Column[] StepColumns = ["Step", "Subject", "At", "Detail"];

    public static IEnumerable<Command> Create(CliApp app)
    {
        yield return OfName(app, "versions", "List the versions of a model or of a student (admin)",
            (registry, name, tenant, cancellationToken) =>
            registry.ListAsync(name, tenant, cancellationToken));
        yield return OfVersion(app, "approve", "Approve a version, in the name of the key's holder (admin)",
            (registry, target, cancellationToken) =>
            registry.ApproveAsync(target.Name, target.Digest, target.Tenant, cancellationToken));
        yield return Freeze(app);
        yield return OfModelVersion(app, "use", "Make a version of a model the current one (admin)",
            (registry, target, cancellationToken) =>
            registry.MakeCurrentAsync(target.Name, target.Digest, cancellationToken));
        yield return RollBack(app);
        yield return OfVersion(app, "drop", "Take a version out of the registry (admin)", (registry, target, cancellationToken) =>
            registry.DropAsync(target.Name, target.Digest, target.Tenant, cancellationToken));
        yield return Lineage(app);
    }

    private static Command OfName(
        CliApp app, string verb, string text, Func<Client.FreeholdRegistry, string, string?, CancellationToken, Task<RegistryView>> ask)
    {
        var (name, tenant) = (NameArgument(), TenantOption());
        return app.Handle(new Command(verb, text) { name, tenant }, async (run, cancellationToken) =>
            Write(run, await ask(run.AdminClient().Admin.Registry, run.Get(name), run.Get(tenant), cancellationToken)));
    }

    private static Command OfVersion(
        CliApp app, string verb, string text, Func<Client.FreeholdRegistry, Target, CancellationToken, Task<RegistryView>> ask)
    {
        var (name, digest, tenant) = (NameArgument(), DigestArgument(), TenantOption());
        return app.Handle(new Command(verb, text) { name, digest, tenant }, async (run, cancellationToken) =>
        {
            var target = await FindAsync(run, run.Get(name), run.Get(digest), run.Get(tenant), cancellationToken);
            Write(run, await ask(run.AdminClient().Admin.Registry, target, cancellationToken));
        });
    }

    private static Command OfModelVersion(
        CliApp app, string verb, string text, Func<Client.FreeholdRegistry, Target, CancellationToken, Task<RegistryView>> ask)
    {
        var (name, digest) = (NameArgument(), DigestArgument());
        return app.Handle(new Command(verb, text) { name, digest }, async (run, cancellationToken) =>
            Write(run, await ask(
                run.AdminClient().Admin.Registry, await FindAsync(run, run.Get(name), run.Get(digest), null, cancellationToken),
                    cancellationToken)));
    }

    private static Command Freeze(CliApp app)
    {
        var (name, digest, tenant) = (NameArgument(), DigestArgument(), TenantOption());
        var pin = new Option<bool>("--pin") { Description = "Freeze the model's name to it too: it becomes current and stays so" };
        var command = new Command("freeze", "Freeze a version for ever: it can neither be dropped nor replaced (admin)") { name, digest,
            tenant, pin };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            if (run.Get(pin) && run.Get(tenant) is not null)
                throw new UsageException("--pin is for models: which student answers is decided by its rollout. Leave out --pin or "
                    + "--tenant.");
            var registry = run.AdminClient().Admin.Registry;
            var target = await FindAsync(run, run.Get(name), run.Get(digest), run.Get(tenant), cancellationToken);
            Write(run, run.Get(pin)
                ? await registry.PinAsync(target.Name, target.Digest, cancellationToken)
                : await registry.FreezeAsync(target.Name, target.Digest, target.Tenant, cancellationToken));
        });
    }

    private static Command RollBack(CliApp app)
    {
        var name = NameArgument();
        var command = new Command("rollback", "Make the version of a model current that was so before (admin)") { name };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            // Names what it takes back, so that a call that is sent twice takes back one.
            var registry = run.AdminClient().Admin.Registry;
            var current = (await registry.ListAsync(run.Get(name), null, cancellationToken)).Current;
            Write(run, await registry.RollBackAsync(run.Get(name), current, cancellationToken));
        });
    }

    private static Command Lineage(CliApp app)
    {
        var (name, digest, tenant) = (NameArgument(), DigestArgument(), TenantOption());
        var command = new Command("lineage", "Show what led to a version: data, run, weights, evaluation, rollout (admin)") { name,
            digest, tenant };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var target = await FindAsync(run, run.Get(name), run.Get(digest), run.Get(tenant), cancellationToken);
            var lineage = await run.AdminClient().Admin.Registry.GetLineageAsync(target.Name, target.Digest, target.Tenant,
                cancellationToken);
            if (run.Output.IsJson)
                run.Output.Json(lineage, SupplyChainJson.Registry.LineageView);
            else
                run.Output.Table(StepColumns, lineage.Steps.Select(step =>
                    new[] { step.Step, step.Subject, step.At is { } at ? Show.Time(at) : "-", Show.Text(step.Detail) }));
        });
    }

    /// <summary>The version that the first digits name; what they do not name is left to the gateway to refuse.</summary>
    private static async Task<Target> FindAsync(Invocation run, string name, string digits, string? tenant,
        CancellationToken cancellationToken)
    {
        if (digits.Length < MinDigits)
            throw new UsageException($"'{digits}' could be a slip of the hand: give at least {MinDigits} digits of the version's digest.");
        var known = await run.AdminClient().Admin.Registry.ListAsync(name, tenant, cancellationToken);
        string[] found = [.. known.Versions.Select(version => version.Digest).Where(digest =>
            digest.StartsWith(digits, StringComparison.Ordinal))];
        return found.Length > 1
            ? throw new UsageException($"'{digits}' names {found.Length} versions of '{name}'; give more digits.")
            : new Target(name, found.Length == 1 ? found[0] : digits, tenant);
    }

    public static void Write(Invocation run, RegistryView view)
    {
        if (run.Output.IsJson)
        {
            run.Output.Json(view, SupplyChainJson.Registry.RegistryView);
            return;
        }

        run.Output.Line(view.Current is not { } current ? $"{view.Name}: no version is current."
            : view.Pinned ? $"{view.Name}: frozen to version {Show.Digest(current)}."
            : $"{view.Name}: version {Show.Digest(current)} is current" + (view.Previous is { } previous
                ? $", {Show.Digest(previous)} was before." : "."));
        run.Output.Table(Columns, view.Versions.Select(version => new[]
        {
            Show.Digest(version.Digest), version.Kind, StateOf(version, view.Current),
                $"{version.Approvals.Count}/{version.ApprovalsNeeded}",
            Show.Time(version.CreatedAt), version.RegisteredBy, Show.Text(version.Run), Show.YesNo(version.Signature is not null),
            Show.YesNo(version.VettingReport is not null), Show.Text(version.Location),
        }));
    }

    private static string StateOf(VersionView version, string? current) => string.Join(", ", new[]
    {
        version.Digest == current ? "current" : null,
        version.Frozen ? "frozen" : null,
        version.Quarantined && !version.Approved ? "quarantined" : version.Approved ? "approved" : "not approved",
    }.OfType<string>());

    private static Argument<string> NameArgument() =>
        new("NAME") { Description = "The model, or with --tenant the workload of its student" };

    private static Argument<string> DigestArgument() => new("DIGEST") { Description = "The version, or the first digits of it" };

    private static Option<string?> TenantOption() =>
        new("--tenant", "-t") { Description = "The tenant whose student it is; absent: a model", HelpName = "TENANT" };

    private sealed record Target(string Name, string Digest, string? Tenant);
}

using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Wire.Admin;

namespace Freehold.Cli.Verbs;

/// <summary><c>keys list|create|revoke</c>.</summary>
internal static class KeyVerbs
{
    private static readonly Column[] Columns = ["Key", "Name", "Roles", "Created", "Revoked"];

    public static Command Create(CliApp app) =>
        new("keys", "List, make and revoke a tenant's API keys (admin)") { List(app), Make(app), Revoke(app) };

    private static Command List(CliApp app)
    {
        var tenant = TenantVerbs.TenantOption();
        return app.Handle(new Command("list", "List a tenant's keys, revoked ones included") { tenant }, async (run, cancellationToken) =>
        {
            var list = await run.AdminClient().Admin.ListKeysAsync(run.Get(tenant)!, cancellationToken);
            if (run.Output.IsJson) run.Output.Json(list, CliJson.Admin.KeyList);
            else run.Output.Table(Columns, list.Keys.Select(RowOf));
        });
    }

    private static Command Make(CliApp app)
    {
        var tenant = TenantVerbs.TenantOption();
        var name = new Argument<string>("NAME") { Description = "What people call it" };
        var role = new Option<string>("--role")
        {
            Description = "What it may do; an admin's key may administer every tenant",
            DefaultValueFactory = _ => "inference",
        };
        role.AcceptOnlyFromAmong("inference", "admin");
        var command = new Command("create", "Make a key; its secret goes to stdout, this once") { name, tenant, role };
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var request = new CreateKeyRequest { Name = run.Get(name), Role = run.Get(role) };
            var key = await run.AdminClient().Admin.CreateKeyAsync(run.Get(tenant)!, request, cancellationToken);
            if (run.Output.IsJson)
            {
                run.Output.Json(key, CliJson.Admin.NewKeyView);
                return;
            }

            run.Output.Note(
                $"Key '{key.Name}' ({key.KeyId}) of tenant '{run.Get(tenant)}', {string.Join(", ", key.Roles)}. "
                + "Its secret is kept nowhere; store it now:");
            run.Output.Line(key.Secret);
        });
    }

    private static Command Revoke(CliApp app)
    {
        var tenant = TenantVerbs.TenantOption();
        var keyId = new Argument<string>("KEY_ID") { Description = "The key's id, as 'keys list' shows it" };
        return app.Handle(new Command("revoke", "End a key") { keyId, tenant }, async (run, cancellationToken) =>
        {
            await run.AdminClient().Admin.RevokeKeyAsync(run.Get(tenant)!, run.Get(keyId), cancellationToken);
            if (run.Output.IsJson) run.Output.Json(new KeyRevoked(run.Get(keyId)), CliJson.Own.KeyRevoked);
            else run.Output.Line($"Key {run.Get(keyId)} is revoked.");
        });
    }

    private static string[] RowOf(KeyView key) =>
        [key.KeyId, key.Name, string.Join(", ", key.Roles), Show.Time(key.CreatedAt), Show.Time(key.RevokedAt)];
}

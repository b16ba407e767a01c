using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Wire.Admin;

namespace Freehold.Cli.Verbs;

/// <summary><c>tenants list|create</c>.</summary>
internal static class TenantVerbs
{
    private static readonly Column[] Columns = ["Tenant", "Name", "Created"];

    /// <summary>The option that names a tenant, for the verbs that act on one.</summary>
    public static Option<string> TenantOption() => new("--tenant", "-t")
    {
        Description = "The tenant",
        HelpName = "TENANT",
        DefaultValueFactory = _ => "default",
    };

    public static Command Create(CliApp app) => new("tenants", "List and make tenants (admin)") { List(app), Make(app) };

    private static Command List(CliApp app) => app.Handle(new Command("list", "List all tenants"), async (run, cancellationToken) =>
    {
        var list = await run.AdminClient().Admin.ListTenantsAsync(cancellationToken);
        if (run.Output.IsJson) run.Output.Json(list, CliJson.Admin.TenantList);
        else run.Output.Table(Columns, list.Tenants.Select(RowOf));
    });

    private static Command Make(CliApp app)
    {
        var name = new Argument<string>("TENANT") { Description = "Its name: 1 to 63 of a-z, 0-9 and '-'" };
        var displayName = new Option<string?>("--display-name") { Description = "What people call it", HelpName = "NAME" };
        return app.Handle(new Command("create", "Make a tenant") { name, displayName }, async (run, cancellationToken) =>
        {
            var request = new CreateTenantRequest { Tenant = run.Get(name), DisplayName = run.Get(displayName) };
            var tenant = await run.AdminClient().Admin.CreateTenantAsync(request, cancellationToken);
            if (run.Output.IsJson) run.Output.Json(tenant, CliJson.Admin.TenantView);
            else run.Output.Line($"Tenant '{tenant.Tenant}' is there. Make it a key: freehold keys create NAME --tenant {tenant.Tenant}");
        });
    }

    private static string[] RowOf(TenantView tenant) => [tenant.Tenant, tenant.DisplayName, Show.Time(tenant.CreatedAt)];
}

using Freehold.Cli.Tests.Support;
using Freehold.Client;
using Freehold.Hosting;
using Freehold.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Freehold.Cli.Tests.House;

/// <summary>A whole silo in this process, on a port of its own, with a tiny model of random weights named <c>tiny</c>.</summary>
public sealed class SiloFixture : IAsyncLifetime
{
    private const string AdminKey = "fh-tests-admin-key";
    private readonly TempFolder _folder = new();
    private WebApplication? _silo;

    public Uri Url => new(_silo!.Urls.Single());

    public async ValueTask InitializeAsync()
    {
        TinyLlama.WriteGguf(_folder["tiny.gguf"], seed: 7);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Freehold:DataFolder"] = _folder["data"],
            ["Freehold:Models:tiny:Path"] = _folder["tiny.gguf"],
            ["FREEHOLD_ADMIN_KEY"] = AdminKey,
        });
        _silo = builder.AddFreehold().Build();
        _silo.MapFreehold();
        await _silo.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null) await _silo.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Runs a command line against the silo, by default with the admin's key.</summary>
    internal Task<CliRun> RunAsync(params string[] args) => RunAsAsync(AdminKey, args);

    internal Task<CliRun> RunAsAsync(string key, params string[] args) =>
        CliRun.WithAsync(FreeholdClient.Create, Setting(key), TestContext.Current.CancellationToken, args);

    internal CliSetting Setting(string key = AdminKey) => new()
    {
        Environment = new() { ["FREEHOLD_URL"] = Url.AbsoluteUri, ["FREEHOLD_API_KEY"] = key },
    };

    internal FreeholdClient Connect() => FreeholdClient.Create(new FreeholdClientOptions { BaseUrl = Url, ApiKey = AdminKey });

    /// <summary>Makes a tenant of a unique name with one key, and returns both.</summary>
    internal async Task<(string Tenant, string Key)> NewTenantAsync()
    {
        var tenant = $"t-{Guid.NewGuid():N}";
        Assert.Equal(0, (await RunAsync("tenants", "create", tenant)).ExitCode);
        var made = await RunAsync("keys", "create", "app", "--tenant", tenant);
        Assert.Equal(0, made.ExitCode);
        return (tenant, made.Out.Trim());
    }
}

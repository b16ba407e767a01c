using System.Globalization;
using Freehold.Hosting;
using Freehold.Inference;
using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Sqlite;
using Freehold.Storage.Transcripts;
using Freehold.Testing;
using Freehold.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Freehold.Gateway.Tests.Support;

/// <summary>The whole house in this process, put together as the silo does it, on a port and in a data folder of its own.</summary>
internal sealed class House : IAsyncDisposable
{
    public const string AdminKey = "test-admin-key-0123456789abcdef";

    private readonly WebApplication _app;
    private readonly TempFolder? _ownFolder;
    private readonly List<ApiClient> _clients = [];

    private House(WebApplication app, TempFolder? ownFolder, string dataFolder)
    {
        (_app, _ownFolder, DataFolder) = (app, ownFolder, dataFolder);
        Admin = Client(AdminKey);
    }

    /// <summary>Of the administrator, who may also infer as tenant <c>default</c>.</summary>
    public ApiClient Admin { get; }

    public string DataFolder { get; }

    /// <summary>What is kept of exchanges to train with.</summary>
    public ITranscriptStore Transcripts => _app.Services.GetRequiredService<ITranscriptStore>();

    /// <summary>The log itself.</summary>
    public IOutcomeLog Log => _app.Services.GetRequiredService<IOutcomeLog>();

    public Uri Url => new(_app.Urls.Single());

    public static async Task<House> StartAsync(HouseSetup? setup = null)
    {
        setup ??= new HouseSetup();
        var ownFolder = setup.DataFolder is null ? new TempFolder() : null;
        var dataFolder = setup.DataFolder ?? ownFolder!.FullPath;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--urls", "http://127.0.0.1:0"] });
        builder.Configuration.AddInMemoryCollection(
        [
            new("FREEHOLD_ADMIN_KEY", AdminKey),
            new("Freehold:DataFolder", dataFolder),
            new("Freehold:Starter", "false"), // A test says which models there are.
        ]);
        builder.Configuration.AddInMemoryCollection(setup.Settings);
        builder.ListenOnLoopbackByDefault();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.Configure<SqliteOutcomeLogOptions>(log => log.BusyTimeoutMs = setup.LogBusyTimeoutMs);
        if (setup.Time is { } time)
        {
            builder.Services.AddSingleton<TimeProvider>(time);
        }

        builder.AddFreehold();
        setup.Services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapFreehold();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new House(app, ownFolder, dataFolder);
    }

    /// <summary>A house with one tiny local model, <c>tiny</c>.</summary>
    public static Task<House> WithTinyAsync() => StartAsync(new HouseSetup().Model("tiny", TinyModel.Path));

    public ApiClient Client(string? key)
    {
        var client = new ApiClient(Url, key);
        _clients.Add(client);
        return client;
    }

    /// <summary>What the engine of a local model is doing.</summary>
    public EngineLoad LoadOf(string model) => _app.Services.GetRequiredService<EngineHost>().Find(model)!.Load;

    /// <summary>A part of the house.</summary>
    public T Part<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Makes a tenant with one key, and gives a client that holds it.</summary>
    public async Task<ApiClient> TenantAsync(string tenant)
    {
        (await Admin.PostAsync("/admin/tenants", new { tenant })).Expect(201);
        return Client((await NewKeyAsync(tenant)).Secret);
    }

    public async Task<(string KeyId, string Secret)> NewKeyAsync(string tenant, string role = "inference")
    {
        var made = (await Admin.PostAsync($"/admin/tenants/{tenant}/keys", new { name = "test", role })).Expect(201).Json;
        return (made.GetProperty("key_id").GetString()!, made.GetProperty("secret").GetString()!);
    }

    /// <summary>Sets the threshold of tenant <c>default</c>; the rest of its policy is as it is by default.</summary>
    public Task EscalateBelowAsync(double probability) =>
        SetPolicyAsync(string.Create(CultureInfo.InvariantCulture, $"cascade: {{escalate_below: {probability}}}"));

    /// <summary>Puts a policy of tenant <c>default</c> in force.</summary>
    public async Task SetPolicyAsync(string document) =>
        (await Admin.SendTextAsync(HttpMethod.Put, "/admin/tenants/default/policy", document)).Expect(200);

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _app.DisposeAsync();
        _ownFolder?.Dispose();
    }
}

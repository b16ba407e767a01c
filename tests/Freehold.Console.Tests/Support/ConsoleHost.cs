using Freehold.Contracts.Tenancy;
using Freehold.WebConsole;
using Freehold.WebConsole.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Freehold.Console.Tests.Support;

/// <summary>
/// The console on a real server at a port of its own, over <see cref="FakeGrains"/>. A key's secret is its tenant and id: <c>acme/k1</c>.
/// </summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ConsoleHost(WebApplication app, FakeGrains grains) => (_app, Grains) = (app, grains);

    public FakeGrains Grains { get; }

    public Uri Url => new(_app.Urls.Single());

    public static async Task<ConsoleHost> StartAsync(FakeGrains grains, string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(grains.Factory);
        builder.Services.AddSingleton<IConsoleSignIn>(new FakeSignIn(grains));
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddFreeholdConsole();
        var app = builder.Build();
        app.MapFreeholdConsole();
        await app.StartAsync();
        return new ConsoleHost(app, grains);
    }

    /// <summary>A browser of its own: it keeps cookies and does not follow redirects.</summary>
    public HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Url };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class FakeSignIn(FakeGrains grains) : IConsoleSignIn
    {
        public ValueTask<Principal?> AuthenticateAsync(string secret, CancellationToken cancellationToken)
        {
            var parts = secret.Split('/');
            var key = grains.Keys.GetValueOrDefault(parts[0])?.Find(key => key.KeyId == parts[^1] && key.RevokedAt is null);
            return new(key is null ? null : new Principal { Tenant = parts[0], KeyId = key.KeyId, KeyName = key.Name, Roles = key.Roles });
        }
    }
}

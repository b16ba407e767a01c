using Freehold.Contracts.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Hosting;

/// <summary>Where the silo listens, and what it says once it does.</summary>
public static partial class Listening
{
    /// <summary>The address where nothing else is configured.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>Listens on <see cref="DefaultUrl"/> unless <c>--urls</c>, the environment or the configuration names another address.</summary>
    public static void ListenOnLoopbackByDefault(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string[] names = ["urls", "http_ports", "https_ports"];
        if (names.All(name => string.IsNullOrEmpty(builder.Configuration[name]))
            && !builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null; // The gateway bounds bodies itself, and answers in the API's form.
        });
    }

    /// <summary>Says what is on offer once the silo listens, and what to add where nothing is.</summary>
    public static void AnnounceWhenReady(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Lifetime.ApplicationStarted.Register(() => _ = AnnounceAsync(app));
    }

    private static async Task AnnounceAsync(WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Freehold");
        CatalogSnapshot? catalog;
        try
        {
            catalog = await app.Services.GetRequiredService<IGrainFactory>().GetGrain<ICatalogGrain>(ICatalogGrain.Key)
                .GetNewerAsync(-1, CancellationToken.None);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            LogListeningAlone(logger, string.Join(", ", app.Urls), ActorRuntime.Name);
            return;
        }

        var candidates = catalog?.Candidates.Where(candidate => candidate.Unavailable is null).Select(candidate => candidate.Id).Distinct().ToArray() ?? [];
        var offer = candidates.Length <= 10 ? string.Join(", ", candidates) : $"{string.Join(", ", candidates[..10])} and {candidates.Length - 10} more";
        LogListening(logger, string.Join(", ", app.Urls), ActorRuntime.Name, candidates.Length == 0 ? "nothing" : offer);
        if (candidates.Length == 0)
        {
            LogNothingToOffer(logger);
        }
        else if (StarterModel.IsAll(app.Services.GetRequiredService<IOptions<FreeholdOptions>>().Value))
        {
            LogStarterOnly(logger);
        }
    }

    [LoggerMessage(5001, LogLevel.Information, "Freehold listens on {Urls} ({Runtime} runtime) and offers {Candidates}.")]
    private static partial void LogListening(ILogger logger, string urls, string runtime, string candidates);

    [LoggerMessage(5003, LogLevel.Information,
        "Freehold listens on {Urls} ({Runtime} runtime). No silo with the role 'control' is there yet; what this one offers is announced once there is.")]
    private static partial void LogListeningAlone(ILogger logger, string urls, string runtime);

    [LoggerMessage(5004, LogLevel.Information,
        "The starter model answers simple support questions, extracts fields as JSON and writes short summaries, and is no more than a beginning. "
        + "Add --model NAME=PATH for a local model or --provider NAME=BASE_URL for an upstream.")]
    private static partial void LogStarterOnly(ILogger logger);

    [LoggerMessage(5002, LogLevel.Warning,
        "No model and no provider is configured: requests get 503. Add --model NAME=PATH for a local model or --provider NAME=BASE_URL for an upstream.")]
    private static partial void LogNothingToOffer(ILogger logger);
}

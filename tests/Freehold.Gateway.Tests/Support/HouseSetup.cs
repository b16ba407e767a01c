using Freehold.MockUpstream;
using Freehold.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Freehold.Gateway.Tests.Support;

/// <summary>What a house is started with: models, providers and whatever else its configuration may say.</summary>
internal sealed class HouseSetup
{
    public Dictionary<string, string?> Settings { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The clock; null for the system's.</summary>
    public ManualTimeProvider? Time { get; init; }

    /// <summary>Adds to what the house is made of, or takes its place; null: nothing.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>How long an append waits while another process holds the log's file.</summary>
    public int LogBusyTimeoutMs { get; init; } = 5_000;

    /// <summary>A data folder to start on again; null for a new one, which goes with the house.</summary>
    public string? DataFolder { get; init; }

    public HouseSetup Model(string name, string path) => With($"Freehold:Models:{name}:Path", path);

    public HouseSetup Provider(string name, MockUpstreamServer upstream, params ReadOnlySpan<(string Option, string Value)> options) =>
        Provider(name, upstream.BaseUrl.ToString(), options);

    public HouseSetup Provider(string name, string baseUrl, params ReadOnlySpan<(string Option, string Value)> options)
    {
        With($"Freehold:Providers:{name}:BaseUrl", baseUrl);
        foreach (var (option, value) in options)
        {
            With($"Freehold:Providers:{name}:{option}", value);
        }

        return this;
    }

    public HouseSetup With(string key, string value)
    {
        Settings[key] = value;
        return this;
    }
}

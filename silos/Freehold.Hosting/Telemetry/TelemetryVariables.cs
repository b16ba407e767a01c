using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Freehold.Hosting.Telemetry;

/// <summary>
/// Checks the standard variables before the SDK reads them, because it replaces a value that it cannot read by its default: then nothing
/// arrives, and nobody is told why. Values that may hold a secret are not repeated.
/// </summary>
internal static class TelemetryVariables
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private const string EndpointForm =
        $"give the collector's URL, as http://collector:4317 for grpc or http://collector:4318 with {Protocol}=http/protobuf";

    private static readonly string[] Signals = ["TRACES", "METRICS", "LOGS"];

    private static readonly string[] Samplers =
        ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];

    private static readonly string[] PositiveNumbers =
    [
        .. Names("TIMEOUT"),
        "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_METRIC_EXPORT_TIMEOUT",
        "OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT", "OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
        "OTEL_BLRP_SCHEDULE_DELAY", "OTEL_BLRP_EXPORT_TIMEOUT", "OTEL_BLRP_MAX_QUEUE_SIZE", "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE",
    ];

    /// <summary>True where telemetry is asked for, and all that is said of it is valid.</summary>
    /// <exception cref="OptionsValidationException">Something is not.</exception>
    public static bool AskForTelemetry(IConfiguration configuration)
    {
        if (string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var faults = Faults(configuration).ToList();
        return faults.Count > 0
            ? throw new OptionsValidationException("OTEL", typeof(TelemetryVariables), faults)
            : !string.IsNullOrWhiteSpace(configuration[Endpoint]);
    }

    private static IEnumerable<string> Faults(IConfiguration configuration)
    {
        var general = configuration[Endpoint];
        foreach (var name in Names("ENDPOINT"))
        {
            if (configuration[name] is { Length: > 0 } url && !IsHttpUrl(url))
            {
                yield return $"{name} is not an absolute http or https URL: {EndpointForm}.";
            }
            else if (name != Endpoint && !string.IsNullOrEmpty(configuration[name]) && string.IsNullOrEmpty(general))
            {
                yield return $"{name} is set without {Endpoint}: set that one too; a signal's own endpoint only overrides it.";
            }
        }

        foreach (var name in Names("PROTOCOL"))
        {
            if (configuration[name] is { Length: > 0 } protocol and not ("grpc" or "http/protobuf"))
            {
                yield return $"{name} is '{protocol}': use 'grpc' (the default) or 'http/protobuf'.";
            }
        }

        foreach (var name in Names("HEADERS"))
        {
            if (configuration[name] is { Length: > 0 } headers && !Array.TrueForAll(headers.Split(','), header => header.IndexOf('=') > 0))
            {
                yield return $"{name} has not the form name=value,name=value.";
            }
        }

        foreach (var fault in PositiveNumbers.Select(name => OfNumber(name, configuration[name])).Append(OfSampler(configuration)))
        {
            if (fault is not null)
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> Names(string what) =>
        Signals.Select(signal => $"OTEL_EXPORTER_OTLP_{signal}_{what}").Prepend($"OTEL_EXPORTER_OTLP_{what}");

    private static bool IsHttpUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    private static string? OfNumber(string name, string? value) =>
        string.IsNullOrEmpty(value) || (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            ? null
            : $"{name} is '{value}': give a whole number above 0.";

    private static string? OfSampler(IConfiguration configuration)
    {
        var sampler = configuration["OTEL_TRACES_SAMPLER"];
        if (string.IsNullOrEmpty(sampler))
        {
            return null;
        }

        if (!Samplers.Contains(sampler, StringComparer.OrdinalIgnoreCase))
        {
            return $"OTEL_TRACES_SAMPLER is '{sampler}': use one of {string.Join(", ", Samplers)}.";
        }

        var ratio = configuration["OTEL_TRACES_SAMPLER_ARG"];
        return !sampler.EndsWith("traceidratio", StringComparison.OrdinalIgnoreCase) || string.IsNullOrEmpty(ratio)
            || (double.TryParse(ratio, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1)
                ? null
                : $"OTEL_TRACES_SAMPLER_ARG is '{ratio}': give the share of traces to keep, 0 to 1.";
    }
}

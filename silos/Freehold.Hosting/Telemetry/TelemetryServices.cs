using Freehold.Contracts.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Freehold.Hosting.Telemetry;

/// <summary>
/// Traces, metrics and logs over OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector; nothing at all where it does not.
/// </summary>
public static class TelemetryServices
{
    private const string ServiceName = "freehold";

    /// <summary>
    /// ASP.NET's and HttpClient's own sources, ours, and of Orleans' those that say when it activates grains and stores their state. Its spans of calls
    /// would say again what ours say.
    /// </summary>
    private static readonly string[] Sources =
        ["Microsoft.AspNetCore", "System.Net.Http", $"{Tracing.SourceName}*", "Microsoft.Orleans.Lifecycle", "Microsoft.Orleans.Storage"];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime",
        $"{HouseMetrics.MeterName}*", "Microsoft.Orleans",
    ];

    /// <summary>
    /// Adds telemetry as the standard <c>OTEL_*</c> variables (or settings of these names) say. To be called before any hosted service is
    /// added, so that what these do at their start and end is told too.
    /// </summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// A variable's value is not valid; the message names it with the remedy.
    /// </exception>
    public static WebApplicationBuilder AddFreeholdTelemetry(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!TelemetryVariables.AskForTelemetry(builder.Configuration))
        {
            return builder;
        }

        builder.Services.AddHostedService<TelemetryLifetime>();
        builder.Services.AddSingleton<IStartupFilter, RequestSpans>();
        builder.Services.Configure<OpenTelemetryLoggerOptions>(logs => logs.IncludeFormattedMessage = true);
        new Builder(builder.Services)
            .ConfigureResource(DescribeService)
            .WithTracing(traces => traces.AddSource(Sources))
            .WithMetrics(metrics => metrics.AddMeter(Meters))
            .WithLogging()
            .UseOtlpExporter();
        return builder;
    }

    /// <summary>Our own name comes first, so that <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> replace it.</summary>
    private static void DescribeService(ResourceBuilder resource) => resource
        .Clear()
        .AddService(ServiceName, serviceVersion: typeof(TelemetryServices).Assembly.GetName().Version?.ToString(3))
        .AddAttributes([new("host.name", Environment.MachineName)])
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    /// <summary>
    /// The SDK's extensions hang on this interface; its own implementation comes with a package that we need nothing else of.
    /// </summary>
    private sealed class Builder(IServiceCollection services) : IOpenTelemetryBuilder
    {
        public IServiceCollection Services => services;
    }
}

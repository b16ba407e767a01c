using System.Diagnostics.Metrics;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Grains.Routing;
using Freehold.Inference;
using Freehold.Inference.Formats;
using Freehold.Inference.Scheduling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Workers;

/// <summary>
/// Owns the engines of this silo: loads them before the silo takes requests, and frees them after its last one. A file that cannot be
/// loaded costs its own model and nothing else: it stays in the catalog with the reason.
/// </summary>
public sealed partial class EngineHost(IOptions<WorkerOptions> options, TimeProvider time, ILogger<EngineHost> logger)
    : IHostedService, ICandidateSource, IAsyncDisposable
{
    private readonly Dictionary<string, IModelEngine> _engines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);
    private readonly Meter _meter = new(HouseMetrics.MeterName);

    /// <inheritdoc/>
    public string Owner => Worker.ToString();

    private WorkerId Worker => new(options.Value.SiloName, WorkerId.Cpu);

    /// <summary>The engine of a model, or null.</summary>
    public IModelEngine? Find(string model) => _engines.GetValueOrDefault(model);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, model) in options.Value.Models)
        {
            await LoadAsync(name, model, cancellationToken);
        }

        _meter.CreateObservableUpDownCounter(
            "freehold.worker.queue.depth", () => Observe(load => load.WaitingRequests), "{request}", "Requests that wait for a local model.");
        _meter.CreateObservableUpDownCounter(
            "freehold.worker.active", () => Observe(load => load.ActiveRequests), "{request}", "Requests that a local model is running.");
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _meter.Dispose();
        foreach (var engine in _engines.Values)
        {
            await engine.DisposeAsync();
        }

        _engines.Clear();
    }

    /// <inheritdoc/>
    public ValueTask<Candidate[]> GetCandidatesAsync(CancellationToken cancellationToken) => new(
        [.. options.Value.Models.Keys.Order(StringComparer.Ordinal).Select(ToCandidate)]);

    private IEnumerable<Measurement<int>> Observe(Func<EngineLoad, int> read) => _engines.Select(engine => new Measurement<int>(
        read(engine.Value.Load), new KeyValuePair<string, object?>(SpanAttributes.RequestModel, engine.Key)));

    private async Task LoadAsync(string name, ModelOptions model, CancellationToken cancellationToken)
    {
        if (model.DeviceMemoryMebibytes > options.Value.DeviceMemoryMebibytes)
        {
            _faults[name] = "its silo's device has too little memory for it";
            LogTooLarge(name, model.DeviceMemoryMebibytes, options.Value.DeviceMemoryMebibytes);
            return;
        }

        var startedAt = time.GetTimestamp();
        var load = new ModelLoadOptions { TokenizerPath = model.Tokenizer };
        try
        {
            var engine = await ManagedEngine.LoadAsync(
                model.Path,
                model.Threads is { } threads ? load with { Threads = threads } : load,
                new SchedulerOptions { MaxActiveRequests = model.MaxActiveRequests, MaxWaitingRequests = model.MaxWaitingRequests },
                time,
                cancellationToken);
            _engines.Add(name, engine);
            LogLoaded(name, engine.Info.Family, engine.Info.ParameterCount, time.GetElapsedTime(startedAt).TotalMilliseconds);
        }
        catch (Exception e) when (e is ModelFormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            _faults[name] = "its file could not be loaded; the server's log says why";
            LogNotLoaded(name, model.Path, e.Message);
        }
    }

    private Candidate ToCandidate(string name)
    {
        var info = Find(name)?.Info;
        return new Candidate
        {
            Id = name,
            Kind = CandidateKind.LocalModel,
            Zone = Zones.Device,
            Place = Worker.ToString(),
            Model = name,
            Digest = info?.WeightsSha256,
            ContextLength = info?.ContextLengthTokens ?? 0,
            Automatic = options.Value.Models[name].Automatic,
            DeviceMemoryMebibytes = options.Value.Models[name].DeviceMemoryMebibytes,
            Unavailable = _faults.GetValueOrDefault(name),
        };
    }

    [LoggerMessage(4001, LogLevel.Information, "Model '{Model}' is loaded: {Family}, {Parameters} parameters, in {Milliseconds:0} ms.")]
    private partial void LogLoaded(string model, string family, long parameters, double milliseconds);

    [LoggerMessage(4003, LogLevel.Error,
        "Model '{Model}' demands {Need} MiB of device memory and this silo has {Have}: give it to a silo with more, or lower DeviceMemoryMebibytes.")]
    private partial void LogTooLarge(string model, int need, int have);

    [LoggerMessage(4002, LogLevel.Error, "Model '{Model}' could not be loaded from '{Path}': {Reason}")]
    private partial void LogNotLoaded(string model, string path, string reason);
}

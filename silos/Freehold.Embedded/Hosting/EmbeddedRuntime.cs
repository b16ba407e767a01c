using Freehold.Embedded.Activations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Freehold.Embedded.Hosting;

/// <summary>What the parts of one runtime share: its classes, its clock, its filters.</summary>
internal sealed class EmbeddedRuntime : IDisposable
{
    private static readonly string[] StateNames = ["not started", "running", "stopped"];

    private readonly CancellationTokenSource _stopping = new();
    private IIncomingGrainCallFilter[]? _incomingFilters;
    private IOutgoingGrainCallFilter[]? _outgoingFilters;
    private IGrainFactory? _grains;
    private long _nowMs;
    private volatile int _state;

    public EmbeddedRuntime(
        IServiceProvider services, IOptions<EmbeddedGrainOptions> options, TimeProvider time, ILogger<EmbeddedRuntime> logger)
    {
        options.Value.Validate();
        Services = services;
        Options = options.Value;
        Time = time;
        Log = new RuntimeLog(logger);
        StartedTicks = time.GetTimestamp();
        ResponseTimeoutMs = (long)Options.ResponseTimeout.TotalMilliseconds;
        ReadClock();
        Classes = ClassTable.Build(this);
    }

    public IServiceProvider Services { get; }

    public EmbeddedGrainOptions Options { get; }

    public TimeProvider Time { get; }

    public RuntimeLog Log { get; }

    public long StartedTicks { get; }

    public long ResponseTimeoutMs { get; }

    public IReadOnlyList<GrainClass> Classes { get; }

    /// <summary>Milliseconds since the start, as of the last sweep: calls are stamped with it at no cost.</summary>
    public long NowMs => Volatile.Read(ref _nowMs);

    /// <summary>Cancelled when the runtime begins to stop.</summary>
    public CancellationToken Stopping => _stopping.Token;

    // Asked for at the first call: filters may themselves depend on the grain factory.
    public IIncomingGrainCallFilter[] IncomingFilters =>
        _incomingFilters ??= [.. Services.GetServices<IIncomingGrainCallFilter>()];

    public IOutgoingGrainCallFilter[] OutgoingFilters =>
        _outgoingFilters ??= [.. Services.GetServices<IOutgoingGrainCallFilter>()];

    /// <summary>References, without the cost of a service scope for each activation that calls another.</summary>
    public IGrainFactory Grains => _grains ??= Services.GetRequiredService<IGrainFactory>();

    public void EnsureRunning()
    {
        if (_state != 1)
        {
            throw new SiloUnavailableException($"The embedded grain runtime is {StateNames[_state]}; calls need a started host.");
        }
    }

    public void ReadClock() => Volatile.Write(ref _nowMs, (long)Time.GetElapsedTime(StartedTicks).TotalMilliseconds);

    public void Start() => _state = 1;

    public void BeginStop() => _stopping.Cancel();

    public void EndStop() => _state = 2;

    public void Dispose() => _stopping.Dispose();
}
